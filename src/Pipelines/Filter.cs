using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>Regular expressions out of the settings, which may be ones that never end on some text.</summary>
internal static class Filter
{
    /// <summary>Whether the expression (null: any text) is found in the text; null where its time limit passed.</summary>
    public static bool? Matches(Regex? expression, string text)
    {
        try
        {
            return expression is null || expression.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
