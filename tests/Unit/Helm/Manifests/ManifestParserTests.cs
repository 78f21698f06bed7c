using System.Text;
using System.Text.Json;
using Helmstuck.Helm.Manifests;

namespace Helmstuck.Tests.Unit.Helm.Manifests;

public sealed class ManifestParserTests
{
    private static ManifestSet Parse(string manifest) => ManifestParser.Parse(manifest, "prod");

    private static JsonElement Only(string manifest)
    {
        var set = Parse(manifest);
        Assert.Empty(set.Problems);
        return Assert.Single(set.Objects).Json;
    }

    private static string Value(string scalar) => Only($"kind: A\nvalue: {scalar}\n").GetProperty("value").GetRawText();

    [Fact]
    public void A_stream_of_sources_empty_documents_and_comments_gives_its_objects_in_order()
    {
        var set = Parse(
            """
            ---
            # Source: web/templates/a.yaml
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: a
            ---
            # Source: web/templates/empty.yaml
            ---

            --- # a comment behind the line
            # Source: web/templates/role.yaml
            # Another comment
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: r, namespace: ignored}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: d, namespace: other}
            """
        );
        Assert.Empty(set.Problems);
        Assert.Equal(
            [
                new ObjectKey("v1", "ConfigMap", "prod", "a"),
                new ObjectKey("rbac.authorization.k8s.io/v1", "ClusterRole", "", "r"),
                new ObjectKey("apps/v1", "Deployment", "other", "d"),
            ],
            set.Objects.Select(item => item.Key)
        );
        Assert.Equal(["web/templates/a.yaml", "web/templates/role.yaml", ""], set.Objects.Select(item => item.Source));
    }

    [Theory]
    [InlineData("yes", "true")]
    [InlineData("Off", "false")]
    [InlineData("y", "true")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("yEs", "\"yEs\"")]
    [InlineData("0644", "420")]
    [InlineData("0o17", "15")]
    [InlineData("08", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("-0x1F", "-31")]
    [InlineData("0b101", "5")]
    [InlineData("1_000", "1000")]
    [InlineData("1e3", "1000")]
    [InlineData("+12", "12")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("100m", "\"100m\"")]
    [InlineData("2001-12-14", "\"2001-12-14\"")]
    [InlineData("2001-12-14T21:59:43Z", "\"2001-12-14T21:59:43Z\"")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("", "null")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("!!float 12", "12")]
    [InlineData("!!binary aGVsbG8=", "\"hello\"")]
    [InlineData("!custom 12", "\"12\"")]
    [InlineData("0.10", "0.1")]
    [InlineData("1e400", "\"1e400\"")]
    [InlineData("_1", "\"_1\"")]
    public void Scalars_mean_what_they_mean_to_Helm(string yaml, string json)
    {
        Assert.Equal(json, Value(yaml));
    }

    [Fact]
    public void A_large_decimal_number_is_a_float() =>
        Assert.Equal(1e20, Only("kind: A\nvalue: 100000000000000000000").GetProperty("value").GetDouble());

    [Fact]
    public void A_key_that_comes_twice_keeps_its_last_value() =>
        Assert.Equal("2", Only("kind: A\nvalue: 1\nother: 3\nvalue: 2\n").GetProperty("value").GetRawText());

    [Fact]
    public void Keys_that_are_no_strings_become_strings()
    {
        var json = Only("kind: A\ndata: {1: a, yes: b, 0x10: c, 1.5: d}");
        Assert.Equal(["1", "true", "16", "1.5"], json.GetProperty("data").EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void Anchors_aliases_and_merge_keys_are_followed()
    {
        var json = Only(
            """
            kind: A
            base: &base {a: 1, b: 2}
            other: &other {b: 3, c: 4}
            one: {<<: *base, b: 9}
            before: {b: 9, <<: *base}
            many: {<<: [*base, *other]}
            list: [*base, *base]
            """
        );
        Assert.Equal("""{"a":1,"b":9}""", json.GetProperty("one").GetRawText());
        // go-yaml 2 lets a merge key act where it stands.
        Assert.Equal(2, json.GetProperty("before").GetProperty("b").GetInt32());
        Assert.Equal(2, json.GetProperty("many").GetProperty("b").GetInt32());
        Assert.Equal(4, json.GetProperty("many").GetProperty("c").GetInt32());
        Assert.Equal(2, json.GetProperty("list").GetArrayLength());
    }

    [Fact]
    public void A_list_is_flattened_and_its_items_take_its_kind()
    {
        var set = Parse(
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Service, metadata: {name: s}}
            - apiVersion: v1
              kind: ConfigMapList
              items:
              - {metadata: {name: c}}
            """
        );
        Assert.Empty(set.Problems);
        Assert.Equal(
            [new ObjectKey("v1", "Service", "prod", "s"), new ObjectKey("v1", "ConfigMap", "prod", "c")],
            set.Objects.Select(item => item.Key)
        );
    }

    [Theory]
    [InlineData("kind: A\n  bad: indentation\n")]
    [InlineData("kind: A\nvalue: *nowhere\n")]
    [InlineData("kind: A\nvalue: &a [*a]\n")]
    [InlineData("kind: A\n~: x\n")]
    [InlineData("kind: A\nvalue: .inf\n")]
    [InlineData("kind: A\nvalue: !!int abc\n")]
    [InlineData("kind: A\n? [a, b]\n: c\n")]
    [InlineData("kind: A\n<<: 12\n")]
    [InlineData("metadata: {name: without-kind}")]
    [InlineData("just text")]
    [InlineData("kind: A\nitems: 5")]
    [InlineData("kind: A\ntab:\n\t- x")]
    public void A_document_that_Helm_refuses_is_a_problem_and_the_others_stay(string broken)
    {
        var set = Parse($"---\nkind: First\n---\n# Source: web/templates/broken.yaml\n{broken}\n---\nkind: Last\n");
        Assert.Contains("web/templates/broken.yaml", Assert.Single(set.Problems), StringComparison.Ordinal);
        Assert.Equal(["First", "Last"], set.Objects.Select(item => item.Key.Kind));
    }

    [Fact]
    public void A_separator_that_goes_on_is_a_problem()
    {
        var set = Parse("kind: First\n--- kind: Other\nkind: Last\n");
        Assert.Single(set.Problems);
        Assert.Equal(["First", "Last"], set.Objects.Select(item => item.Key.Kind));
    }

    [Fact]
    public void A_problem_never_quotes_the_document()
    {
        var set = Parse("kind: Secret\nstringData:\n  password: \"hunter2\n  x: *hunter2\n");
        Assert.DoesNotContain("hunter2", Assert.Single(set.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_bomb_is_a_problem()
    {
        var bomb = new StringBuilder("kind: A\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 12; level++)
            bomb.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]\n");
        var set = Parse(bomb.ToString());
        Assert.Empty(set.Objects);
        Assert.Contains("aliases", Assert.Single(set.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_of_a_large_text_cannot_fill_the_memory()
    {
        var set = Parse($"kind: A\ntext: &text {new string('x', 1 << 20)}\nmany: [{string.Join(", ", Enumerable.Repeat("*text", 300))}]\n");
        Assert.Contains("aliases", Assert.Single(set.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Deep_nesting_is_a_problem(string open)
    {
        var set = Parse("kind: A\nvalue:\n  " + string.Concat(Enumerable.Repeat(open, 50_000)));
        Assert.Single(set.Problems);
        Assert.Empty(set.Objects);
    }

    [Fact]
    public void Documents_of_the_same_text_are_the_same_instances()
    {
        var first = Parse("---\nkind: A\nmetadata: {name: a}\n---\nkind: B\nmetadata: {name: b}\n");
        var second = ManifestParser.Parse("---\nkind: A\nmetadata: {name: a}\n---\nkind: B\nmetadata: {name: c}\n", "prod", first);
        Assert.Same(first.Objects[0], second.Objects[0]);
        Assert.Equal("c", second.Objects[1].Key.Name);
    }

    /// <summary>Whatever the text, an answer comes back.</summary>
    [Fact]
    public void No_text_makes_it_throw()
    {
        var random = new Random(20240607);
        string[] words =
        [
            "kind: A",
            "\n",
            "  ",
            "- ",
            "a: ",
            "---",
            "\n---\n",
            "{",
            "}",
            "[",
            "]",
            "&x ",
            "*x",
            "<<: ",
            "'",
            "\"",
            "|\n",
            ">-\n",
            "# c",
            "!!int ",
            "? ",
            ": ",
            "1",
            "é",
            "\t",
            "%",
            "@",
            "`",
            "\0",
            "...",
            "\r\n",
            ",",
        ];
        for (var run = 0; run < 20_000; run++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => words[random.Next(words.Length)]));
            var set = ManifestParser.Parse(text, "prod");
            Assert.NotNull(set.Problems);
        }
    }
}
