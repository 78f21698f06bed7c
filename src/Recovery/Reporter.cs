using System.Globalization;
using System.Text;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Recovery;

/// <summary>The report of a release: its Review, and the entries of this machine's journal.</summary>
internal sealed class Reporter(StateFolder state, TimeProvider time)
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

    public string Markdown(Review review) => Report.Markdown(review, DoneTo(review));

    /// <summary>
    /// Writes the report to a new file in that folder and returns its path. Only the user can read it: details of an incident are not
    /// public. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public string Write(Review review, string folder)
    {
        var stamp = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var path = Path.Combine(
            folder,
            $"helmstuck-{StateFolder.Segment(review.Namespace)}-{StateFolder.Segment(review.Release)}-{stamp}.md"
        );
        StateFolder.WriteNew(path, Encoding.UTF8.GetBytes(Markdown(review)));
        return path;
    }
}
