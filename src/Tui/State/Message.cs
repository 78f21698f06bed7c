using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Survey;
using Helmstuck.Terminal;

namespace Helmstuck.Tui.State;

/// <summary>Something that happened. The only way into the model.</summary>
internal abstract record Message
{
    /// <summary>
    /// A key by its name: a printable character unchanged, else as in the key list (<c>Enter</c>, <c>PgUp</c>, <c>Ctrl-L</c>,
    /// <c>Shift-Tab</c>, <c>Space</c> is <c>" "</c>).
    /// </summary>
    public sealed record Key(string Name, Arrival Arrival = default) : Message;

    /// <summary>The mouse at that cell, counted from 0. Never confirms anything.</summary>
    public sealed record Mouse(MouseAction Action, int X, int Y) : Message;

    /// <summary>Pasted text. Never a command.</summary>
    public sealed record Paste(string Text, Arrival Arrival = default) : Message;

    /// <summary>The terminal has that many cells now.</summary>
    public sealed record Resize(int Width, int Height) : Message;

    /// <summary>Time has passed; this machine's clock.</summary>
    public sealed record Tick(DateTimeOffset Now) : Message;

    /// <summary>The user as the API server of that context sees it.</summary>
    public sealed record UserKnown(string User, string Context = "") : Message;

    public sealed record ListingArrived(int Id, ReleaseListing Listing) : Message;

    public sealed record ReviewArrived(int Id, ScreenReview Facts) : Message;

    /// <summary>The frame before a move was shown long enough.</summary>
    public sealed record StillReading(int Id) : Message;

    /// <summary>The watch of the records has something to report.</summary>
    public sealed record Followed(int Id, FollowNews News) : Message;

    /// <summary>A workload of that release has changed since its review was read.</summary>
    public sealed record WorkloadsChanged(ReleaseKey Release) : Message;

    /// <summary>The credential plugin with that name runs; null: it has ended.</summary>
    public sealed record PluginRuns(string? Name, string Context = "") : Message;

    /// <summary>A list or a review has been read to its end.</summary>
    public sealed record FetchEnded(int Id) : Message;

    public sealed record ContextsArrived(IReadOnlyList<string> Names) : Message;

    /// <summary>The client of another context is ready, or why it is not.</summary>
    public sealed record ContextChanged(string? Error) : Message;

    /// <summary>The terminal has got the text for its clipboard, or why not.</summary>
    public sealed record Copied(string? Error) : Message;

    /// <summary>So many releases of the list of that context have been read.</summary>
    public sealed record Progressed(int Done, int Total, string Context = "") : Message;

    public sealed record NamespacesArrived(NamespaceList List) : Message;

    /// <summary>The terminal has answered after the dialog's frame: keys from now on were typed with the dialog visible.</summary>
    public sealed record FenceEnded : Message;

    public sealed record RecoveryStepped(RecoveryStep Step) : Message;

    /// <summary>A change waits for the API server's answer; how long already, as a sentence.</summary>
    public sealed record RecoveryWaits(string Text) : Message;

    public sealed record RecoveryFinished(Effect.Recover Asked, RecoveryOutcome Outcome) : Message;

    public sealed record RestoreFinished(Effect.Restore Asked, RecoveryOutcome Outcome) : Message;

    /// <summary>The records of a release that was recovered, as they are now, or why they could not be read.</summary>
    public sealed record RecordsSeen(ReleaseKey Release, IReadOnlyList<RecordMeta> Records, string Error) : Message;

    public sealed record ReportWritten(string Path) : Message;

    /// <summary>An effect ended in an exception. Shown, never swallowed.</summary>
    public sealed record Failed(Effect? Effect, string Text) : Message;

    /// <summary>Stop until the shell continues the program.</summary>
    public sealed record Suspend : Message;

    /// <summary>SIGTERM, SIGHUP or the like, or the terminal is gone: end as soon as nothing is in progress.</summary>
    public sealed record Signal(string Name) : Message;
}
