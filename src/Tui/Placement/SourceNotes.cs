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
        var several = model.Sources.Count > 1;
        var forbidden = model.Sources.Where(source => several && source.Listing is { Forbidden: true }).Select(source => source.Name);
        if (string.Join(", ", forbidden) is { Length: > 0 } names)
            notes.Add(new Piece($"✗ no permission to list the records of {names}", theme.Fail));
        foreach (var source in model.Sources)
        {
            var name = several ? $"{source.Name}: " : "";
            if (several && source.Listing is { Forbidden: true })
                continue;
            if (source.Listing?.Error is { } error)
                notes.Add(new Piece($"✗ {name}{error}", theme.Fail));
            else if (several && source.Following.LostAt is { } lost)
                notes.Add(new Piece($"! {name}reconnecting ({TuiText.Age(lost, model.Now)})", theme.Warn));
            else if (several && !source.Settled)
                notes.Add(new Piece($"… {name}reading the releases", theme.Dim));
        }
    }
}
