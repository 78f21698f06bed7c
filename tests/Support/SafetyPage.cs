using System.Globalization;
using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Support;

/// <summary>The sizes that docs/safety.md promises.</summary>
internal static class SafetyPage
{
    /// <summary>The number in "at least N UNIT", which the page has once.</summary>
    public static int AtLeast(string unit)
    {
        var page = File.ReadAllText(Path.Combine(TestPrograms.RepositoryRoot, "docs/safety.md"));
        var sizes = Regex.Matches(page, $@"at least (\d+) {unit}\b", RegexOptions.IgnoreCase);
        return sizes.Count == 1
            ? int.Parse(sizes[0].Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"docs/safety.md says {sizes.Count} times how many {unit} there are at least");
    }
}
