using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Survey;

namespace Helmstuck.Tui.State;

/// <summary>Work to be done beside the loop, as data. Its result comes back as a <see cref="Message"/>.</summary>
internal abstract record Effect
{
    /// <summary>Read the releases of the source at <paramref name="At"/>; an earlier such read is abandoned.</summary>
    public sealed record FetchList(int Id, ListScope Scope, int At = 0) : Effect;

    /// <summary>Bring a source's list up to date, in the background; replaces a read of that list and is replaced by one.</summary>
    public sealed record UpdateList(int Id, ListingUpdate Update, int At = 0) : Effect;

    /// <summary>Watch the records of that scope; an earlier watch of that source ends.</summary>
    public sealed record Follow(int Id, ListScope Scope, string ResourceVersion, int At = 0) : Effect;

    /// <summary>There are only <paramref name="Left"/> sources left: reads and watches of the others end.</summary>
    public sealed record DropSources(int Left) : Effect;

    /// <summary>A credential plugin that failed may run again.</summary>
    public sealed record RunPluginAgain : Effect;

    /// <summary>End the credential plugin's run.</summary>
    public sealed record CancelPlugin : Effect;

    /// <summary>
    /// Read everything about one release; an earlier such read is abandoned. <paramref name="WholeHistory"/>: all payloads too;
    /// <paramref name="Remedy"/>: which permission is asked for; <paramref name="Unasked"/>: a periodic refresh;
    /// <paramref name="Rehearse"/>: ask admission as well, by a dry run of the delete.
    /// </summary>
    public sealed record FetchReview(int Id, ReleaseKey Release, bool WholeHistory, Remedy Remedy, bool Unasked, bool Rehearse = false)
        : Effect
    {
        /// <summary>Look for what the revisions above a distant base left behind.</summary>
        public bool LeftBehind { get; init; }

        /// <summary>Follow the workloads of the review for as long as it is the one on the screen.</summary>
        public bool FollowsWorkloads { get; init; }
    }

    /// <summary>In 100 ms, say <see cref="Message.StillReading"/>.</summary>
    public sealed record Patience(int Id) : Effect;

    /// <summary>The selection is gone: no review is needed any more.</summary>
    public sealed record DropReview : Effect;

    /// <param name="Context">As in <see cref="ReleaseKey.Context"/>.</param>
    public sealed record FetchNamespaces(string Context = "") : Effect;

    /// <summary>Read the names of the contexts.</summary>
    public sealed record FetchContexts : Effect;

    /// <summary>Connect to the cluster of another context; the screen begins again with it.</summary>
    public sealed record ChangeContext(string Name) : Effect;

    /// <summary>End, for the screen of the context that was opened.</summary>
    public sealed record BeginAgain : Effect;

    /// <summary>Stop the read of the list.</summary>
    public sealed record DropList(int At) : Effect;

    /// <summary>Send the text to the terminal's clipboard.</summary>
    public sealed record Copy(string Text) : Effect;

    /// <summary>After the next frame: discard input until the terminal answers.</summary>
    public sealed record Fence : Effect;

    /// <summary>Delete or mark. Never abandoned once begun.</summary>
    public sealed record Recover(RecoveryRequest Request, string Title, GateDecision Gate, IReadOnlyList<string> FailedJobs) : Effect
    {
        /// <inheritdoc cref="ReleaseKey.Context"/>
        public string Context { get; init; } = "";
    }

    /// <summary>Restore records, oldest first. Never abandoned once begun.</summary>
    /// <param name="Context">As in <see cref="ReleaseKey.Context"/>.</param>
    public sealed record Restore(IReadOnlyList<Backup> Backups, string Context = "") : Effect;

    /// <summary>Read a recovered release's records again: only metadata, from the API server's cache.</summary>
    public sealed record LookAfter(ReleaseKey Release) : Effect;

    /// <summary>Write the report of a release, by the review that is known, or else by one that is read first.</summary>
    public sealed record WriteReport(ReleaseKey Release, Review? Review) : Effect;

    /// <summary>Paint every cell again.</summary>
    public sealed record Repaint : Effect;

    /// <summary>Restore the terminal and stop until the shell continues the program.</summary>
    public sealed record Suspend : Effect;

    public sealed record Quit(int ExitCode) : Effect;
}
