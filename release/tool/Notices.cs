namespace Helmstuck.Release;

/// <summary>The notices that the licences of the packages in the program ask for.</summary>
internal static class Notices
{
    private static readonly EnumerationOptions AnyCase = new() { MatchCasing = MatchCasing.CaseInsensitive };

    /// <param name="ownLicence">The text of our own licence, which is the MIT licence too: its terms stand for all packages under it.</param>
    public static void Write(TextWriter output, IReadOnlyList<Package> packages, string ownLicence)
    {
        output.NewLine = "\n";
        var shipped = packages.Where(package => package.Shipped).ToList();
        if (shipped.Find(package => package.Licence != "MIT") is { } other)
            throw new InvalidOperationException($"{other.Name} is under {other.Licence}: the notices know the text of MIT only");
        output.WriteLine("kubectl-helmstuck contains the following packages, all under the MIT licence.");
        output.WriteLine();
        foreach (var package in shipped)
            output.WriteLine($"{package.Name} {package.Version}\n  {package.Copyright}");
        output.WriteLine();
        output.WriteLine("The MIT licence");
        output.WriteLine();
        output.WriteLine(ownLicence[ownLicence.IndexOf("Permission is hereby granted", StringComparison.Ordinal)..].Trim());
        // Packages of one family carry the same text.
        foreach (var text in shipped.SelectMany(Texts).GroupBy(text => text.Text))
        {
            output.WriteLine();
            output.WriteLine(new string('-', 80));
            output.WriteLine($"From {string.Join(", ", text.Select(one => one.Source))}:");
            output.WriteLine();
            output.WriteLine(text.Key);
        }
    }

    private static readonly string[] Patterns = ["LICENSE*", "THIRD*NOTICES*"];

    private static IEnumerable<(string Source, string Text)> Texts(Package package) =>
        Patterns
            .SelectMany(pattern => Directory.GetFiles(package.Folder, pattern, AnyCase).Order(StringComparer.Ordinal))
            .Select(file => ($"{package.Name} {package.Version}", File.ReadAllText(file).ReplaceLineEndings("\n").Trim()));
}
