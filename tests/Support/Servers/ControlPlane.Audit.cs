using System.Text.Json;

namespace Helmstuck.Tests.Support;

/// <summary>One request as the API server recorded it when it was done (or, for a watch, begun).</summary>
/// <param name="Verb">
/// get, list, watch, create, update, patch, delete, deletecollection; for a path that is no resource the HTTP method.
/// </param>
/// <param name="Resource">For example "secrets" or "deployments"; null for a path that is no resource.</param>
/// <param name="Body">What a mutating request carried, as the server read it; for a delete its DeleteOptions. Null for reads.</param>
internal sealed record AuditEvent(
    string User,
    string Verb,
    string Path,
    string? Resource,
    string? Subresource,
    string? Namespace,
    string? Name,
    int Code,
    string UserAgent,
    JsonElement? Body
)
{
    /// <summary>Whether the request asked for a change (access reviews are questions, a dry run changes nothing).</summary>
    public bool Mutates =>
        !Path.Contains("dryRun=All", StringComparison.Ordinal)
        && Verb is "create" or "update" or "patch" or "delete" or "deletecollection"
        && Resource is not ("selfsubjectreviews" or "selfsubjectaccessreviews" or "selfsubjectrulesreviews" or "subjectaccessreviews");
}

internal sealed partial class ControlPlane
{
    private const string AuditPolicy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: Request
          verbs: [create, update, patch, delete, deletecollection]
        - level: Metadata

        """;

    private string AuditFile => Path.Combine(Folder, "audit.log");

    /// <summary>Everything that a user asked the API server so far, in order of completion (everybody, if no user is given).</summary>
    public async Task<IReadOnlyList<AuditEvent>> AuditAsync(string? user = null)
    {
        // The line of a request is written just after its answer: once a later request's line is there, so are the earlier ones.
        var marker = $"version?marker={Guid.NewGuid():N}";
        using (await Admin.GetAsync(new Uri(marker, UriKind.Relative)))
        {
            string text;
            while (!(text = await ReadAuditAsync()).Contains(marker, StringComparison.Ordinal))
                await Task.Delay(10);
            var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return [.. lines.Select(Parse).OfType<AuditEvent>().Where(entry => user is null || entry.User == user)];
        }
    }

    private async Task<string> ReadAuditAsync()
    {
        await using var stream = new FileStream(AuditFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static AuditEvent? Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var entry = document.RootElement;
        var verb = Text(entry, "verb")!;
        if (Text(entry, "stage") == "ResponseComplete" && verb == "watch")
            return null; // Its beginning was counted.
        var target = entry.TryGetProperty("objectRef", out var reference) ? reference : default;
        return new AuditEvent(
            Text(entry.GetProperty("user"), "username")!,
            verb,
            Text(entry, "requestURI")!,
            Text(target, "resource"),
            Text(target, "subresource"),
            Text(target, "namespace"),
            Text(target, "name"),
            entry.TryGetProperty("responseStatus", out var status) && status.TryGetProperty("code", out var code) ? code.GetInt32() : 0,
            Text(entry, "userAgent") ?? "",
            entry.TryGetProperty("requestObject", out var body) ? body.Clone() : null
        );
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
