using System.Text.Json;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Payload;

namespace Helmstuck.Tests.Unit.Helm.Payload;

/// <summary>Equal values have one digest and different ones have two.</summary>
public sealed class ValuesDigestTests
{
    private static string? Of(params string[] json) => ValuesDigest.Of([.. json.Select(one => JsonElement.Parse(one))]);

    private static string? OfYaml(params string[] files) =>
        ValuesDigest.Of([
            .. files.Select(file =>
            {
                var (json, problem) = ValuesFile.Read(file);
                Assert.Null(problem);
                return json;
            }),
        ]);

    [Theory]
    [InlineData("""{"a":1,"b":[1,2]}""", """{ "b": [1, 2], "a": 1 }""")]
    [InlineData("""{"a":1000}""", """{"a":1e3}""")]
    [InlineData("""{"a":0.10}""", """{"a":1E-1}""")]
    [InlineData("""{"a":-0}""", """{"a":0.0}""")]
    [InlineData("""{"a":"<é>"}""", "{\"a\":\"\\u003c\\u00e9\\u003e\"}")]
    public void Equal_values(string one, string other) => Assert.Equal(Of(one), Of(other));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":1}""", """{"a":-1}""")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":{}}""", """{"a":[]}""")]
    [InlineData("""{"a":9007199254740992}""", """{"a":9007199254740993}""")]
    [InlineData("""{"a":1e400}""", """{"a":1e401}""")]
    [InlineData("""{"a":false}""", """{"a":null}""")]
    [InlineData("""{"a":["b,c"]}""", """{"a":["b","c"]}""")]
    public void Different_values(string one, string other) => Assert.NotEqual(Of(one), Of(other));

    [Theory]
    [InlineData("a: {b: 1, c: 2}", "a: {b: 3}", "a: {b: 3, c: 2}")]
    [InlineData("a: {b: 1}", "a: null", "a: null")]
    [InlineData("a: {b: 1}", "a: 1", "a: 1")]
    [InlineData("a: 1", "a: {b: 1}", "a: {b: 1}")]
    [InlineData("a: [1, 2]", "a: [3]", "a: [3]")]
    [InlineData("a: {b: {c: 1}}", "a: {b: {d: 2}}", "a: {b: {c: 1, d: 2}}")]
    [InlineData("a: 1", "", "a: 1")]
    public void Files_are_merged_as_Helm_merges_them(string first, string second, string merged) =>
        Assert.Equal(OfYaml(merged), OfYaml(first, second));

    [Fact]
    public void A_map_that_replaced_another_value_is_not_merged_with_what_was_there_before() =>
        Assert.Equal(OfYaml("a: {c: 2}"), OfYaml("a: {b: 1}", "a: null", "a: {c: 2}"));

    [Fact]
    public void A_lone_surrogate_has_no_digest() => Assert.Null(Of("{\"a\":\"\\ud800\"}"));

    [Theory]
    [InlineData("a: 1\n---\nb: 2\n", "has more than one YAML document, which Helm versions read differently")]
    [InlineData("---\na: 1\n...\n", "has more than one YAML document, which Helm versions read differently")]
    [InlineData("- 1\n", "is not a map")]
    [InlineData("a: [secret\n", "cannot be read: line ")]
    [InlineData("a: .inf\n", "cannot be read: ")]
    public void A_file_that_Helm_may_read_in_another_way_is_not_compared(string text, string problem)
    {
        var (_, found) = ValuesFile.Read(text);
        Assert.StartsWith(problem, found, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# comment\n\n---\na: 1\n")]
    [InlineData("--- # one\na: 1\n")]
    [InlineData("a: 1\n")]
    public void One_document_is_read(string text) => Assert.Equal(OfYaml("a: 1"), OfYaml(text));
}
