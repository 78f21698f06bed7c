using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Recovery;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary>
/// The names that complete an option or an argument and that only the kubeconfig, the cluster or this machine knows. What cannot be read
/// offers nothing: a completion prints no error, as kubectl's own.
/// </summary>
/// <param name="words">The words before the unfinished one, parsed.</param>
internal sealed class LiveChoices(CliRoot root, GlobalFlags globals, ParseResult words)
{
    /// <summary>How long the shell waits for the cluster.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whether the value is the name of any file, so that the shell adds file names.</summary>
    public static bool AreFiles(Symbol symbol) =>
        symbol is Option { HelpName: "FILE" or MineIfOption.ChartReference }
        || (symbol is Argument && symbol.Name == RestoreCommand.FileName);

    public async Task<IReadOnlyList<CompletionItem>> OfAsync(Symbol symbol, CancellationToken cancellation) =>
        (symbol, symbol.Name) switch
        {
            (Option, "--context") => Plain(Names().Contexts),
            (Option, "--cluster") => Plain(Names().Clusters),
            (Option, "--user") => Plain(Names().Users),
            (Option, "--namespace") => Plain(await NamespacesAsync(cancellation).ConfigureAwait(false)),
            (Option, "--revision") => await RevisionsAsync(cancellation).ConfigureAwait(false),
            (Option, "--release") => Plain([.. Done().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]),
            (Argument, ReleaseArgument.Name) => await ReleasesAsync(cancellation).ConfigureAwait(false),
            (Argument, RestoreCommand.FileName) => Backups(),
            _ => [],
        };

    private KubeconfigNames Names() => root.Names(Flags);

    private async Task<IReadOnlyList<string>> NamespacesAsync(CancellationToken cancellation) =>
        await AskAsync((session, limit) => session.Surveyor.NamespacesAsync(limit), cancellation).ConfigureAwait(false)
            is KubeResult<IReadOnlyList<string>>.Ok { Value: var all }
            ? all
            : Names().Namespaces;

    /// <summary>The stuck releases, and those in progress, as <c>list</c> prints them.</summary>
    private async Task<IReadOnlyList<CompletionItem>> ReleasesAsync(CancellationToken cancellation) =>
        [
            .. (await ListAsync(cancellation).ConfigureAwait(false)).Select(row => new CompletionItem(
                row.Release,
                detail: $"{row.Status}, revision {row.Revision}"
            )),
        ];

    /// <summary>The newest pending revisions of the release that is named before: those that <c>unstick</c> acts on.</summary>
    private async Task<IReadOnlyList<CompletionItem>> RevisionsAsync(CancellationToken cancellation)
    {
        var release = words
            .CommandResult.Children.OfType<ArgumentResult>()
            .FirstOrDefault(given => given.Argument.Name == ReleaseArgument.Name);
        if (release?.Tokens is not [{ Value: var name }])
            return [];
        var answer = await AskAsync((session, limit) => session.Surveyor.Records.ListAsync(session.OneNamespace, name, limit), cancellation)
            .ConfigureAwait(false);
        List<RecordMeta> pending =
        [
            .. (answer?.ValueOrDefault ?? [])
                .OrderByDescending(record => record.Revision)
                .TakeWhile(record => ReleaseStatus.IsStuck(record.LabelStatus)),
        ];
        return pending is []
            ? []
            :
            [
                new CompletionItem(
                    string.Join(',', pending.Select(record => record.Revision.ToString(CultureInfo.InvariantCulture))),
                    detail: string.Join(", ", pending.Select(record => record.LabelStatus))
                ),
            ];
    }

    private async Task<IReadOnlyList<ReleaseRow>> ListAsync(CancellationToken cancellation) =>
        (
            await AskAsync(
                    (session, limit) =>
                        session.Surveyor.Finder.FindAsync(new ListScope { Namespace = session.Namespace }, static _ => { }, limit),
                    cancellation
                )
                .ConfigureAwait(false)
        )?.Rows
        ?? [];

    private IReadOnlyList<CompletionItem> Backups() =>
        [
            .. new BackupCatalog(root.State)
                .All()
                .Where(backup => backup is { Problem: null, IsEncrypted: false })
                .Select(backup => new CompletionItem(
                    backup.Path,
                    detail: $"{backup.Meta?.Release} revision {backup.Meta?.Revision} in {backup.Meta?.Namespace} on {backup.Meta?.Context}"
                )),
        ];

    private IEnumerable<string> Done() =>
        JournalReader.ReadAll(root.State.Journal).Actions.Select(JournalReader.ReleaseOf).OfType<string>();

    private async Task<T?> AskAsync<T>(Func<Session, CancellationToken, Task<T>> ask, CancellationToken cancellation)
        where T : class
    {
        if (root.Open(Flags) is not SessionResult.Ok ok)
            return null;
        using var session = ok.Session;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await ask(session, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The shell waits, and an unreachable cluster offers nothing.
            return null;
        }
    }

    private GlobalValues Flags => globals.Read(words);

    private static IReadOnlyList<CompletionItem> Plain(IReadOnlyList<string> names) => [.. names.Select(name => new CompletionItem(name))];
}
