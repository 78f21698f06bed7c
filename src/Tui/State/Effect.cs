using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Survey;

namespace Helmstuck.Tui.State;

/// <summary>Something to be done beside the loop, as data. What comes of it comes back as a <see cref="Message"/>.</summary>
internal abstract record Effect
{
    /// <summary>Read the releases; an earlier such read is abandoned.</summary>
    public sealed record FetchList(int Id, ListScope Scope) : Effect;

    /// <summary>
    /// Read everything about one release; an earlier such read is abandoned. <paramref name="WholeHistory"/>: all payloads too;
    /// <paramref name="Remedy"/>: which permission is asked for; <paramref name="Unasked"/>: nobody asked for it, time has passed.
    /// </summary>
    public sealed record FetchReview(int Id, ReleaseKey Release, bool WholeHistory, Remedy Remedy, bool Unasked) : Effect;

    /// <summary>The selection is gone: no review is wanted any more.</summary>
    public sealed record DropReview : Effect;

    public sealed record FetchNamespaces : Effect;

    /// <summary>After the frame that is about to be painted: throw away input until the terminal answers.</summary>
    public sealed record Fence : Effect;

    /// <summary>Delete or mark. Never abandoned once begun.</summary>
    public sealed record Recover(RecoveryRequest Request, string Title, GateDecision Gate, IReadOnlyList<string> FailedJobs) : Effect;

    /// <summary>Put records back, oldest first. Never abandoned once begun.</summary>
    public sealed record Restore(IReadOnlyList<Backup> Backups) : Effect;

    /// <summary>Look at a recovered release's records once more: metadata alone, from the API server's cache.</summary>
    public sealed record LookAfter(ReleaseKey Release) : Effect;

    public sealed record WriteReport(Review Review) : Effect;

    /// <summary>Paint every cell again.</summary>
    public sealed record Repaint : Effect;

    /// <summary>Give the terminal back and stop until the shell continues the program.</summary>
    public sealed record Suspend : Effect;

    public sealed record Quit(int ExitCode) : Effect;
}
