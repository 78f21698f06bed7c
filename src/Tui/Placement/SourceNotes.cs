using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Placement;

/// <summary>Why the list may be incomplete, a line for each source that it concerns.</summary>
internal static class SourceNotes
{
    public static void Write(Page notes, Model model)
    {
        var theme = notes.Theme;
        foreach (var refusal in model.Refusals)
            notes.Add(new Piece($"✗ {refusal}", theme.Fail));
        foreach (var source in model.Sources)
        {
            var name = model.Sources.Count == 1 ? "" : $"{source.Name}: ";
            if (source.Listing?.Error is { } error)
                notes.Add(new Piece($"✗ {name}{error}", theme.Fail));
            else if (model.Sources.Count > 1 && source.Following.LostAt is { } lost)
                notes.Add(new Piece($"! {name}reconnecting ({TuiText.Age(lost, model.Now)})", theme.Warn));
            else if (model.Sources.Count > 1 && !source.Settled)
                notes.Add(new Piece($"… {name}reading the releases", theme.Dim));
        }
    }
}
