using Helmstuck.Health;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>
/// Reads the binding modes of the StorageClasses of pending claims; if a class may not be read, uses the events of the claims.
/// </summary>
internal sealed class ClaimReader(KubeClient client)
{
    private static readonly ResourceType StorageClasses = new("storage.k8s.io", "v1", "storageclasses", "StorageClass", false);

    /// <param name="ns">Where the claims are.</param>
    /// <param name="claims">Claims that are pending.</param>
    public async Task<BindingFacts> ReadAsync(string ns, IReadOnlyList<KubeObject> claims, CancellationToken cancellation)
    {
        var names = claims.Select(BindingFacts.ClassOf).OfType<string>().Where(name => name.Length > 0).Distinct().ToList();
        if (names.Count == 0)
            return BindingFacts.None;
        var answers = await names
            .AskEachAsync(
                SideBySide.SmallAnswers,
                async name => (Name: name, Answer: await client.GetAsync(StorageClasses, null, name, cancellation).ConfigureAwait(false)),
                cancellation
            )
            .ConfigureAwait(false);
        var modes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, answer) in answers)
        {
            if (answer.ValueOrDefault is { } storage)
                modes[name] = storage.Json.Text("volumeBindingMode") ?? "";
            else if (answer.Error is { Kind: KubeErrorKind.NotFound })
                modes[name] = "";
        }
        var unread = answers.Select(one => one.Answer.Error).FirstOrDefault(error => error is { Kind: not KubeErrorKind.NotFound });
        if (unread is null)
            return new BindingFacts { Modes = modes };
        var events = await client
            .ListAsync(
                ResourceType.Events,
                ns,
                new ListOptions { FieldSelector = "involvedObject.kind=PersistentVolumeClaim" },
                cancellation
            )
            .ConfigureAwait(false);
        return new BindingFacts
        {
            Modes = modes,
            Unreadable = unread.Message,
            Events = events.ValueOrDefault ?? [],
        };
    }
}
