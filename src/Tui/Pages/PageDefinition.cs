using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Pages;

/// <summary>
/// One page of the detail. <paramref name="Name"/> is what <c>screen --view</c> takes, <paramref name="Title"/> stands in the tabs,
/// <paramref name="About"/> in the key list behind the title. <paramref name="Write"/> gets an empty page of the pane's width, the review
/// with what follows from it, and whether the page has the whole screen.
/// </summary>
internal sealed record PageDefinition(string Key, string Name, string Title, string About, Func<Page, ScreenReview, bool, Page> Write)
{
    /// <summary>The page says everything also where it has not the whole screen, if that fits.</summary>
    public bool Opens { get; init; }

    /// <summary>The page shows the payloads of all records, which are read when it is opened.</summary>
    public bool WholeHistory { get; init; }

    /// <summary>The page names what the revisions above a distant base left behind, which is looked for when it is opened.</summary>
    public bool LeftBehind { get; init; }
}
