using System.Text;
using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Unit.Repository;

/// <summary>
/// The snapshot files are such as Verify finds and accepts (Verify: docs/naming.md, docs/parameterised.md, docs/newline-tolerance.md,
/// src/Verify/Compare/Comparer.cs): the package could take them over as they are.
/// </summary>
public sealed class SnapshotConventionTests : IDisposable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-snapshot-").FullName;

    private static IReadOnlyList<string> Verified { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(TestPrograms.RepositoryRoot, "tests"), "*.verified.txt", SearchOption.AllDirectories)
            .Where(path => !Regex.IsMatch(path, "/(bin|obj)/")),
    ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Class.Method.verified.txt beside the class's file, with UseTextForParameters Class.Method_TEXT.verified.txt.</summary>
    [Fact]
    public void Each_is_named_after_a_test_beside_it()
    {
        Assert.NotEmpty(Verified);
        Assert.All(
            Verified,
            path =>
            {
                var parts = Path.GetFileName(path).Split('.');
                Assert.Equal(4, parts.Length);
                var source = File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, $"{parts[0]}.cs"));
                Assert.Matches($@"\bclass {parts[0]}\b", source);
                var tests = Regex.Matches(source, @"public (?:async Task|Task|void) (\w+)\(").Select(found => found.Groups[1].Value);
                Assert.Contains(tests, test => parts[1] == test || parts[1].StartsWith(test + "_", StringComparison.Ordinal));
            }
        );
    }

    /// <summary>Verify replaces what a file name cannot hold, on any system.</summary>
    [Fact]
    public void No_name_has_a_character_that_Verify_replaces() =>
        Assert.All(Verified, path => Assert.Matches(@"^[\w.=-]+$", Path.GetFileName(path)));

    [Fact]
    public void No_two_names_differ_only_in_case() =>
        Assert.Equal(Verified.Count, Verified.Distinct(StringComparer.OrdinalIgnoreCase).Count());

    /// <summary>Verify takes an empty file for a new one, and refuses one with a carriage return.</summary>
    [Fact]
    public void Each_is_text_that_Verify_reads() =>
        Assert.All(
            Verified,
            path =>
            {
                var text = Strict.GetString(File.ReadAllBytes(path));
                Assert.NotEqual("", text.TrimStart('\uFEFF'));
                Assert.DoesNotContain('\r', text);
            }
        );

    /// <summary>Verify compares every character, also a line break at the end.</summary>
    [Theory]
    [InlineData("a\nb", "a\nb", true)]
    [InlineData("a\r\nb", "a\nb", true)]
    [InlineData("a\nb", "\uFEFFa\nb", true)]
    [InlineData("a", "a\n", false)]
    [InlineData("a\n", "a", false)]
    [InlineData("a ", "a", false)]
    public void A_test_accepts_what_Verify_accepts(string text, string verified, bool accepted)
    {
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
            return;
        var source = Path.Combine(folder, "SomeTests.cs");
        File.WriteAllText(Path.Combine(folder, "SomeTests.Some_test_80x24.verified.txt"), verified, Strict);
        void Compare() => Snapshot.Verify(text, "80x24", source, "Some_test");
        if (accepted)
            Compare();
        else
            Assert.ThrowsAny<Exception>(Compare);
        // Verify leaves the same file behind for its user to accept.
        Assert.Equal(!accepted, File.Exists(Path.Combine(folder, "SomeTests.Some_test_80x24.received.txt")));
    }

    /// <summary>Git and editors keep the files as Verify asks (Verify: readme.md, text file settings).</summary>
    [Fact]
    public void Git_and_editors_leave_them_as_they_are()
    {
        Assert.Contains("*.verified.txt text eol=lf working-tree-encoding=UTF-8", Lines(".gitattributes"));
        var section = Lines(".editorconfig").SkipWhile(line => line != "[*.verified.txt]").Skip(1).TakeWhile(line => line.Length > 0);
        Assert.Superset(new HashSet<string> { "trim_trailing_whitespace = false", "insert_final_newline = false" }, section.ToHashSet());
    }

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(TestPrograms.RepositoryRoot, file));
}
