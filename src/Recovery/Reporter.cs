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
