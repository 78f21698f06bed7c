namespace Helmstuck.Terminal;

/// <summary>Which items of a list are in view: the first one's index, and how many.</summary>
internal readonly record struct Scroll(int First, int Count)
{
    /// <summary>
    /// The part of a list that <paramref name="height"/> rows show: as near to the previous <paramref name="offset"/> as
    /// possible, with the selected item (none: negative) in view and no empty rows below the last item while others are hidden above.
    /// </summary>
    public static Scroll Window(int count, int selected, int height, int offset)
    {
        count = Math.Max(count, 0);
        height = Math.Max(height, 0);
        var shown = Math.Min(count, height);
        var first = Math.Clamp(offset, 0, count - shown);
        if (selected >= 0 && count > 0 && shown > 0)
        {
            selected = Math.Min(selected, count - 1);
            first = Math.Clamp(first, Math.Max(selected - shown + 1, 0), selected);
        }
        return new(first, shown);
    }
}
