namespace Helmstuck.Tests.Unit.Architecture;

public sealed class LayoutTests
{
    [Fact]
    public void A_file_can_be_read_in_one_go() => Findings.None(Layout.LongFiles(Sources.OfProduct));

    [Fact]
    public void A_line_fits_its_window() => Findings.None(Layout.LongLines(Sources.OfProduct));

    [Fact]
    public void A_namespace_follows_its_folder() => Findings.None(Layout.WrongNamespaces(Sources.OfProduct));

    [Fact]
    public void A_file_is_named_after_its_type() => Findings.None(Layout.WrongNames(Sources.OfProduct));

    [Fact]
    public void A_type_that_others_use_has_a_file_of_its_own() => Findings.None(Layout.HiddenTypes(Sources.OfProduct));

    [Fact]
    public void Members_stand_with_the_type_that_they_belong_to() => Findings.None(HelperClasses.In(Sources.OfProduct));

    [Theory]
    [InlineData(300, 0)]
    [InlineData(301, 1)]
    public void A_long_file_is_found(int lines, int found) =>
        Assert.Equal(found, Layout.LongFiles(Sources.Of(("X.cs", string.Concat(Enumerable.Repeat("//\n", lines))))).Count());

    [Theory]
    [InlineData(138, "x", 0)]
    [InlineData(139, "x", 1)]
    [InlineData(138, "→", 0)]
    [InlineData(139, "→", 1)]
    public void A_long_line_is_found_by_its_characters(int characters, string character, int found) =>
        Assert.Equal(found, Layout.LongLines(Sources.Of(("X.cs", "//" + string.Concat(Enumerable.Repeat(character, characters))))).Count());

    [Theory]
    [InlineData("Helm/Live/X.cs", "namespace Helmstuck.Helm;", "src/Helm/Live/X.cs: its namespace is Helmstuck.Helm")]
    [InlineData("X.cs", "namespace Helmstuck.Helm;", "src/X.cs: its namespace is Helmstuck.Helm")]
    public void A_wrong_namespace_is_found(string path, string text, string finding) =>
        Assert.Equal([finding], Layout.WrongNamespaces(Sources.Of((path, text))));

    [Fact]
    public void A_wrong_name_is_found() => Assert.Equal(["src/Y.cs: it holds X"], Layout.WrongNames(Sources.Of(("Y.cs", "class X { }"))));

    [Fact]
    public void A_part_of_a_type_is_named_after_it() =>
        Assert.Empty(Layout.WrongNames(Sources.Of(("X.Keys.cs", "partial class X { }"), ("X.cs", "partial class X { }"))));

    [Fact]
    public void A_hidden_type_is_found() =>
        Assert.Equal(
            ["src/X.cs: Other belongs in a file of its own"],
            Layout.HiddenTypes(Sources.Of(("X.cs", "class X { }\nrecord Other;"), ("Y.cs", "class Y { Other? o; }")))
        );

    [Theory]
    [InlineData(20, 0)]
    [InlineData(21, 1)]
    public void A_large_type_beside_another_is_found(int lines, int found) =>
        Assert.Equal(
            found,
            Layout.HiddenTypes(Sources.Of(("X.cs", $"class X {{ }}\nclass Other {{{new string('\n', lines - 1)}}}"))).Count()
        );

    [Theory]
    [InlineData("class X { Other? o; }\nrecord Other;", "class Y { }")]
    [InlineData("abstract record X;\nrecord Other : X;", "class Y { Other? o; }")]
    public void A_small_type_and_a_case_of_a_union_may_stay(string text, string user) =>
        Assert.Empty(Layout.HiddenTypes(Sources.Of(("X.cs", text), ("Y.cs", user))));

    [Theory]
    [InlineData("static class Helper { internal static int A(Thing t) => 1; internal static int B(Thing t, int i) => 2; }", 1)]
    [InlineData("static class Helper { public static int A(this Thing t) => 1; public static int B(this Thing t, int i) => 2; }", 1)]
    [InlineData("static class Helper { internal static int A(Thing t) => B(t); private static int B(Thing t) => 2; }", 0)]
    [InlineData("static class Helper { internal static int A(Thing t) => 1; internal static int B(int i, Thing t) => 2; }", 0)]
    [InlineData("class Helper { internal static int A(Thing t) => 1; internal static int B(Thing t, int i) => 2; }", 0)]
    public void A_helper_class_is_found(string helper, int found)
    {
        var sources = Sources.Of(
            ("Helm/Thing.cs", "namespace Helmstuck.Helm; record Thing;"),
            ("Helm/Helper.cs", "namespace Helmstuck.Helm; " + helper)
        );
        Assert.Equal(Enumerable.Repeat("src/Helm/Helper.cs: the members of Helper belong to Thing", found), HelperClasses.In(sources));
    }
}
