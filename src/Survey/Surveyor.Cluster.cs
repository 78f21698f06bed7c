using Helmstuck.Helm.Outlook;
using Helmstuck.Kube;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>What decides about Helm's next command besides the records.</summary>
internal sealed partial class Surveyor
{
    private static async Task AddDeletionAsync(ReviewStart start, FactCollector board)
    {
        var answer = await start.Deletion.ConfigureAwait(false);
        board.Add(facts =>
            answer.Error is { } error
                ? facts with
                {
                    Deletion = Loadable.Unreadable<NamespaceDeletion?>(error.Message),
                    MayNotReadNamespace = error.Kind == KubeErrorKind.Forbidden,
                }
                : facts with
                {
                    Deletion = new Loadable<NamespaceDeletion?>.Known(answer.ValueOrDefault),
                }
        );
    }

    private async Task AskUnbuiltAsync(Subject subject, ReviewStart start, FactCollector board, CancellationToken cancellation)
    {
        // They show which version of autoscalers is served.
        _ = await start.Workloads.Autoscalers.ConfigureAwait(false);
        var unbuilt = await Cluster.UnbuiltAsync(subject, board.Latest.History, workloads.HasShown, cancellation).ConfigureAwait(false);
        board.Add(facts => facts with { Unbuilt = unbuilt });
    }

    private async Task AskLeftBehindAsync(Subject subject, ReviewOptions review, FactCollector board, CancellationToken cancellation)
    {
        if (!review.LeftBehind)
            return;
        var found = await leftBehind.ReadAsync(subject, board.Latest.History, review.Unasked, cancellation).ConfigureAwait(false);
        board.Add(facts => facts with { LeftBehind = new Loadable<LeftBehind?>.Known(found) });
    }
}
