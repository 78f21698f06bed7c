namespace Helmstuck.Survey;

/// <summary>
/// What else to try after a list: <paramref name="ForCommands"/> names flags, <paramref name="ForScreen"/> names keys.
/// </summary>
internal sealed record ListHint(string ForCommands, string ForScreen)
{
    /// <summary>A hint that is the same everywhere.</summary>
    public ListHint(string text)
        : this(text, text) { }

    /// <summary>
    /// For Helm's error about another operation, although no record is labelled pending <paramref name="where"/> ("in gitlab").
    /// </summary>
    public static ListHint SearchDeeper(string where)
    {
        var fact =
            $"No record {where} is labelled pending. If Helm still says 'another operation (install/upgrade/rollback) is in progress', ";
        return new(fact + "run list --deep.", fact + "press s.");
    }
}
