using Helmstuck.Recovery;
using Helmstuck.Survey;
using Helmstuck.Terminal;

namespace Helmstuck.Tui.State;

/// <summary>
/// Everything that the screen shows and nothing else: immutable, without clocks, so that any screen can be built and compared as text.
/// </summary>
internal sealed record Model
{
    /// <summary>What is listed, at least one; their releases are one list.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [new Source()];

    /// <summary>
    /// The source of the selected release, or the one that a message is about: place, scope, listing and following are those of that
    /// source.
    /// </summary>
    public int At { get; init; }

    public required Place Place
    {
        get => Here.Place;
        init => Here = Here with { Place = value };
    }

    public Appearance Appearance { get; init; } = Appearance.Default;

    /// <summary>Nothing may be changed: delete, mark failed and restore only say so.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Clicks and the wheel do something.</summary>
    public bool Mouse { get; init; }

    /// <summary>How often the open review of a stuck release is refreshed; zero: never.</summary>
    public required TimeSpan Refresh { get; init; }

    /// <summary>Cells of the terminal.</summary>
    public int Width { get; init; } = 80;

    public int Height { get; init; } = 24;

    /// <summary>This machine's clock as of the last tick; null before the first.</summary>
    public DateTimeOffset? Now { get; init; }

    public required ListScope Scope
    {
        get => Here.Scope;
        init => Here = Here with { Scope = value };
    }

    /// <summary>Why namespaces are listed one by one where all were asked for, a sentence for each context.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <inheritdoc cref="Source.Listing"/>
    public ReleaseListing? Listing
    {
        get => Here.Listing;
        init => Here = Here with { Listing = value };
    }

    /// <inheritdoc cref="Source.ListFetch"/>
    public Fetch? ListFetch
    {
        get => Here.ListFetch;
        init => Here = Here with { ListFetch = value };
    }

    public string Filter { get; init; } = "";

    public SortColumn Sort { get; init; }

    /// <summary>The release under the cursor; it stays selected across refreshes.</summary>
    public ReleaseKey? Selected { get; init; }

    /// <summary>The review of <see cref="Selected"/> as far as it has arrived.</summary>
    public ScreenReview? Review { get; init; }

    /// <summary>What is shown instead of <see cref="Review"/> while that is being read; null: nothing.</summary>
    public StandIn? StandIn { get; init; }

    /// <summary>Reviews that were complete when the cursor left their releases, newest first, for display only.</summary>
    public IReadOnlyList<StandIn> Seen { get; init; } = [];

    /// <summary>What the screen says about the selected release; only <see cref="Review"/> may be acted on.</summary>
    public ScreenReview? Shown => StandIn?.Facts ?? (Review is { } facts && facts.Key == Selected ? facts : null);

    /// <summary>The model whose review is what is shown, for the footer: it must not change for a moment with each move.</summary>
    public Model AsShown => StandIn is { Facts: var facts } ? this with { Selected = facts.Key, Review = facts, StandIn = null } : this;

    /// <summary>The review that is being read; null when none is.</summary>
    public Fetch? ReviewFetch { get; init; }

    /// <summary>The selected release changed while its review was being read.</summary>
    public bool ReviewIsOld { get; init; }

    /// <summary>What the review said when it last contradicted the list; it is asked about once.</summary>
    public string Doubted { get; init; } = "";

    /// <inheritdoc cref="Source.Following"/>
    public Following Following
    {
        get => Here.Following;
        init => Here = Here with { Following = value };
    }

    /// <summary>The credential plugin that everything waits for; null while none runs.</summary>
    public PluginRun? Plugin
    {
        get => Plugins.Count > 0 ? Plugins[0] : null;
        init => Plugins = value is null ? [] : [value];
    }

    /// <summary>The credential plugins that run: one for each context at most.</summary>
    public IReadOnlyList<PluginRun> Plugins { get; init; } = [];

    /// <inheritdoc cref="Source.ListedAt"/>
    public DateTimeOffset? ListedAt
    {
        get => Here.ListedAt;
        init => Here = Here with { ListedAt = value };
    }

    /// <summary>When the last review had been read, by <see cref="Now"/>.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>The last position of the cursor in the list, for when its release is gone.</summary>
    public int LastIndex { get; init; }

    /// <summary>Whether the payloads of the whole history were asked for (once the History tab was opened).</summary>
    public bool WholeHistory { get; init; }

    /// <summary>Why the last review could not be read; empty if it could.</summary>
    public string ReviewError { get; init; } = "";

    public Pane Focus { get; init; } = Pane.Releases;

    /// <summary>The name of the detail's open page.</summary>
    public string Tab { get; init; } = "health";

    /// <summary>The detail takes the whole screen.</summary>
    public bool Zoomed { get; init; }

    /// <summary>
    /// The height in cells that the answers beside the list keep: if it followed each release's text, a move would draw the detail anew.
    /// </summary>
    public int AnswersFloor { get; init; }

    /// <summary>First line of the detail that is shown.</summary>
    public int DetailOffset { get; init; }

    /// <summary>When the last key or paste came; null before the first.</summary>
    public Arrival? LastInput { get; init; }

    /// <summary>Since when no key or paste has come, by <see cref="Now"/>; null before the first tick.</summary>
    public DateTimeOffset? QuietSince { get; init; }

    /// <summary>The overlay over the panes, which receives the keys; null: the panes do.</summary>
    public Overlay? Overlay { get; init; }

    /// <summary>The step of the guide through the demo, from 1 on; 0: there is no guide.</summary>
    public int Guide { get; init; }

    /// <summary>One line above the footer, until the next key.</summary>
    public Notice? Notice { get; init; }

    /// <summary>Something is in progress that must not be interrupted; the program ends only after it.</summary>
    public bool Busy { get; init; }

    /// <summary>The user or a signal asked to end while <see cref="Busy"/>.</summary>
    public bool QuitWhenDone { get; init; }

    /// <summary>The backups of the last delete of this run, newest revision first; empty: nothing to restore.</summary>
    public IReadOnlyList<Backup> Undo { get; init; } = [];

    /// <summary>The release that they belong to; null as long as nothing was deleted.</summary>
    public ReleaseKey? UndoOf { get; init; }

    /// <summary>The release whose record was deleted or marked last in this run; null before the first.</summary>
    public ReleaseKey? Repaired { get; init; }

    /// <summary>The release that a report would be about; null if none would be.</summary>
    public ReleaseKey? Reported => Review?.Key ?? (Selected is null ? Repaired : null);

    /// <summary>The program's exit code: 6 when the last recovery ended so, 1 after a signal or a lost terminal, else 0.</summary>
    public int ExitCode { get; init; }

    /// <summary>What was done in this run, one per line, for the terminal after the screen has closed.</summary>
    public IReadOnlyList<string> Epilogue { get; init; } = [];

    /// <summary>Numbers the reads, so that late answers of an abandoned one are recognised.</summary>
    public int NextId { get; init; } = 1;

    /// <summary>Nothing visible is being read any more (reading again in the background does not count).</summary>
    public bool Settled => Sources.All(source => source.Settled) && ReviewFetch is null or { Quiet: true };

    /// <summary>The review that is being read lets a person wait: two seconds and more.</summary>
    public bool ReadsLong => ReviewFetch is { Quiet: false, Since: { } since } && Now - since >= TimeSpan.FromSeconds(2);

    /// <summary>Several contexts are on the screen.</summary>
    public bool SeveralContexts => Sources.Any(source => source.Scope.Context.Length > 0);

    /// <summary>Releases of several namespaces may be on the screen.</summary>
    public bool SeveralNamespaces => Sources.Count > 1 || Scope.Namespace is null;

    /// <summary>The rows that pass the filter: of all sources, one after the other; in a list of all releases, stuck ones first.</summary>
    public IReadOnlyList<ReleaseRow> Rows =>
        memo.Of(
            [.. Sources.Select(source => source.Listing?.Rows), Filter, Sort, Scope.All],
            () =>
                (
                    Sources.Count == 1 ? Passing(Here)
                    : Scope.All ? [.. Sources.SelectMany(Passing).OrderBy(row => !row.Stuck)]
                    : [.. Sources.SelectMany(Passing)]
                ).Sorted(Sort)
        );

    /// <summary>The position of the cursor in <see cref="Rows"/>; -1 if nothing is selected or it is not among them.</summary>
    public int SelectedIndex
    {
        get
        {
            var rows = Rows;
            for (var i = 0; i < rows.Count; i++)
            {
                if (rows[i].Release == Selected?.Release && rows[i].Namespace == Selected.Namespace && rows[i].Context == Selected.Context)
                    return i;
            }
            return -1;
        }
    }

    private readonly RowMemo memo = new();

    private Source Here
    {
        get => Sources[At];
        init => Sources = Sources.Count == 1 ? [value] : [.. Sources.Take(At), value, .. Sources.Skip(At + 1)];
    }

    /// <summary>The source that lists the release; the first if none does.</summary>
    public Source SourceOf(ReleaseRow row) => Sources.FirstOrDefault(source => source.Holds(row.Context, row.Namespace)) ?? Sources[0];

    private IReadOnlyList<ReleaseRow> Passing(Source source) =>
        source.Listing is not { } listing ? []
        : Filter.Length == 0 ? listing.Rows
        :
        [
            .. listing.Rows.Where(row =>
                row.Release.Contains(Filter, StringComparison.OrdinalIgnoreCase)
                || (SeveralNamespaces && row.Namespace.Contains(Filter, StringComparison.OrdinalIgnoreCase))
                || row.Context.Contains(Filter, StringComparison.OrdinalIgnoreCase)
            ),
        ];
}
