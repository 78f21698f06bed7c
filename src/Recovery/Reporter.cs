using System.Globalization;
using System.Text;
using Helmstuck.Kube.Client;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Survey;

namespace Helmstuck.Recovery;

/// <summary>The report of a release: its Review, and the entries of this machine's journal.</summary>
/// <param name="version">The program's version, which the report names.</param>
internal sealed class Reporter(KubeClient client, Surveyor surveyor, StateFolder state, TimeProvider time, string version)
{
    /// <summary>The journal's entries for the reviewed release.</summary>
    public ActionHistory DoneTo(Review review) => JournalReader.Read(state.Journal, review.Server, review.Namespace, review.Release);

    /// <summary>
    /// Deletes and marks by earlier runs of this user whose results are not known, one sentence each, for as long as the record is as it
    /// was before them and they may still arrive.
    /// </summary>
    public IReadOnlyList<string> Open(Review review) =>
        [
            .. DoneTo(review)
                .Actions.Where(action =>
                    action.Kind != JournaledActionKind.Restore
                    && action.IsOpen(time.GetUtcNow())
                    && review.History.Any(record => record.Meta.Uid == action.Uid && record.Meta.ResourceVersion == action.ResourceVersion)
                )
                .Select(action =>
                    $"a {(action.Kind == JournaledActionKind.Delete ? "delete" : "mark")} of "
                    + $"{(action.Record == review.Record?.Meta.ObjectName ? "this record" : action.Record)} by {action.User} at "
                    + $"{PlainText.Clock(action.At)} has no recorded result and may still arrive"
                ),
        ];

    /// <summary>Asks the cluster who the user is, and for the cluster's uid.</summary>
    public async Task<string> MarkdownAsync(Review review, CancellationToken cancellation)
    {
        var user = Journal.Actor.OfAsync(client, cancellation);
        var cluster = surveyor.ClusterUidAsync(cancellation);
        var origin = new ReportOrigin(version, (await user.ConfigureAwait(false)).User, await cluster.ConfigureAwait(false));
        return Report.Markdown(review, DoneTo(review), origin);
    }

    /// <summary>Writes the report to a new file in that folder and returns its path; throws as <see cref="Save"/>.</summary>
    public async Task<string> WriteAsync(Review review, string folder, CancellationToken cancellation)
    {
        var stamp = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var path = Path.Combine(
            folder,
            $"helmstuck-{StateFolder.Segment(review.Namespace)}-{StateFolder.Segment(review.Release)}-{stamp}.md"
        );
        Save(path, await MarkdownAsync(review, cancellation).ConfigureAwait(false));
        return path;
    }

    /// <summary>
    /// Writes a report to a new file. Only the user can read it: details of an incident are not public. Throws <see cref="IOException"/>
    /// or <see cref="UnauthorizedAccessException"/>, also if the file exists.
    /// </summary>
    public static void Save(string path, string markdown) => StateFolder.WriteNew(path, Encoding.UTF8.GetBytes(markdown));
}
