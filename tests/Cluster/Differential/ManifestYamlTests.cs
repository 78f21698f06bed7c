using System.Globalization;
using System.Text;
using System.Text.Json;
using Helmstuck.Helm.Manifests;

namespace Helmstuck.Tests.Cluster.Differential;

/// <summary>YAML as Helm understands it, asked of Helm itself: its fromYaml is the function that its client reads manifests with.</summary>
public sealed class ManifestYamlTests
{
    private static readonly string[] Scalars =
    [
        "yes",
        "No",
        "on",
        "OFF",
        "y",
        "N",
        "true",
        "True",
        "TRUE",
        "tRue",
        "null",
        "Null",
        "~",
        "\"\"",
        "''",
        "'yes'",
        "\"0644\"",
        "0644",
        "0o17",
        "0O17",
        "08",
        "09.5",
        "0x1F",
        "0X1f",
        "-0x1F",
        "+0x1f",
        "0x",
        "0b101",
        "-0b11",
        "0b2",
        "1_000",
        "1__0",
        "_1",
        "1_",
        "1e3",
        "1E-3",
        "-1e+3",
        "1e",
        "e3",
        ".5",
        "-.5",
        "+.5",
        "5.",
        ".",
        "..",
        "+",
        "1.2.3",
        "1:30",
        "1:30:45",
        "12:30",
        "100m",
        "1Gi",
        "1.5Gi",
        "2001-12-14",
        "2001-12-14T21:59:43Z",
        "2001-12-14 21:59:43.10",
        "2001-1",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "1e400",
        "-0",
        "00",
        "000",
        "0_7",
        "0.10",
        "123456789.123456789",
        "1e21",
        "1e20",
        "1e-7",
        ".inf",
        "-.inf",
        ".nan",
        "+.INF",
        "<<",
        "!!str 12",
        "!!int '12'",
        "!!int abc",
        "!!float 12",
        "!!float x",
        "!!bool yes",
        "!!bool maybe",
        "!!null ''",
        "!!null x",
        "!!binary aGVsbG8=",
        "!!binary '%%'",
        "!custom 12",
        "! 12",
        "!!timestamp 2001-12-14",
        "a b c",
        "a #b",
        "a#b",
        "a:b",
        "http://x/y?z=1&a=2",
        "-x",
        "?x",
        ":x",
        "a: b",
        "@x",
        "`x",
        "%x",
        "&a x",
        "*nowhere",
        "{}",
        "[]",
        "{a: 1, b: [x, 'y']}",
        "[1, two, {three: 3}]",
        "[a, b",
        "{a: 1",
        "\"esc \\t \\u00e9 \\x41 \\n\"",
        "'it''s'",
        "\"bad \\q\"",
        "é日本😀",
        "\"\\ud83d\\ude00\"",
        "- a",
        "'a",
        "\"a",
        "|\n    line one\n    line two\n",
        "|-\n    line one\n\n    line three\n",
        "|+\n    kept\n\n",
        ">\n    folded\n    text\n\n    new\n",
        ">-\n    folded\n      more\n    text\n",
        "|2\n      indented\n",
        "|\n  \n    x\n",
        "|-\n        \n\n    x\n  \n    y: |\n      \n      z\n",
        "|+\n      \n",
        "|\n   \n  x",
        "plain\n    over\n    lines",
        "'quoted\n    over lines'",
        "a\tb",
        "[a,b,]",
        "[,]",
        "{a,b}",
        "{a: , b: }",
        "[a: 1]",
        "{\"a\":1}",
        "{a:1}",
        "[\"a\",1,null,~,yes]",
    ];

    private static readonly string[] Documents =
    [
        "a: 1\na: 2\n",
        "a: {b: 1}\na: {c: 2}\n",
        "base: &b {x: 1, y: 2}\nm: {<<: *b, y: 3}\n",
        "base: &b {x: 1, y: 2}\nm: {y: 3, <<: *b}\n",
        "a: &a {x: 1}\nb: &b {x: 2, z: 1}\nm: {<<: [*a, *b]}\n",
        "m: {<<: 12}\n",
        "m: {<<: [1]}\n",
        "m: {'<<': {a: 1}}\n",
        "m: {!!merge <<: {a: 1}}\n",
        "m: {<<: {a: 1}, <<: {b: 2, a: 3}}\n",
        "x: &x [*x]\n",
        "x: &x {a: *x}\n",
        "x: &s hello\ny: *s\n*s : z\n",
        "1: a\nyes: b\n0x10: c\n1.5: d\n",
        "~: a\n",
        "'': a\n",
        "? a\n: b\n",
        "? [a]\n: b\n",
        "? {a: b}\n: c\n",
        "2001-12-14: a\n",
        "l:\n- a\n- b\n-\n- - c\n  - d\n",
        "l:\n  - a: 1\n    b: 2\n  -   c: 3\n",
        "a:\n\tb: 1\n",
        "a: b: c\n",
        "a:\n  b: 1\n c: 2\n",
        "a\n",
        "a: 'x' y\n",
        "a: \"x\" # c\n",
        "# comment\na: 1 # behind\n# end\n",
        "a: |\n  text\n # not a comment\nb: 1\n",
        "a: |\n  text\n  # in it\nb: 1\n",
        "a: >\n\n  x\n\n\n  y\n",
        "a: |-\n  {{ x }}\n",
        "a: 1\n...\nb: 2\n",
        "a: &x\nb: *x\n",
        "a: !!map {b: 1}\n",
        "a: !!seq [b]\n",
        "a: !x {b: 1}\n",
        "a: 1\r\nb: 2\r\n",
        "a: \"x\\\n  y\"\n",
        "a: 'x\n\n  y'\n",
        "a:\n- b\nc: d\n",
        "a:\n  - b\n - c\n",
        "a: [1,\n2]\n",
        "a: {b: 1,\n  c: 2}\n",
        "a: \n",
        "a:b\n",
        "a : b\n",
        "\"a\": b\n",
        "\"a\" : b\n",
        "'a b': c\n",
        "a b: c\n",
        "[a]: b\n",
        "a: *\n",
        "a: &\n",
        "a: -\n",
        "a: - b\n",
        "a: ? b\n",
        "a: ,\n",
        "a: ]\n",
        "a: #x\n",
        "a: 'b'c\n",
        "0123456789012345: x\n",
        "1e3: x\n",
        "1000000.5: x\n",
        "1e-5: x\n",
        "0.1: x\n",
        "18446744073709551615: x\n",
        "a: \"\\/\"\n",
        "a: \"\\e\\0\\a\\_\\N\"\n",
        "a: \u0085b\n",
        "a: \u00a0b\n",
        "a: \"\u2028\"\n",
        "\ufeffa: 1\n",
    ];

    /// <summary>What Helm refuses and YamlDotNet takes: such a manifest was never applied, so reading it does no harm.</summary>
    private static readonly string[] TakenHereOnly =
    [
        "kind: A\nlist: [http://x/y?z=1&a=2, x]\n",
        "kind: A\nlist: [:x, x]\n",
        "kind: A\nlist: [@x, x]\n",
        "kind: A\nlist: [`x, x]\n",
        "kind: A\nlist: [%x, x]\n",
        "kind: A\na: \"\\/\"\n",
        "kind: A\nvalue: \"\\ud83d\\ude00\"\n",
        "kind: A\nlist: [\"\\ud83d\\ude00\", x]\n",
        "kind: A\nlist:\n- \"\\ud83d\\ude00\"\n- x\n",
        "kind: A\nmap:\n  \"\\ud83d\\ude00\": x\n",
    ];

    /// <summary>
    /// What YamlDotNet refuses or reads otherwise: a flow list that goes on in the first column, a question mark that opens a flow item, a
    /// line separator in quotes.
    /// </summary>
    private static readonly string[] ReadOtherwiseHere = ["kind: A\na: [1,\n2]\n", "kind: A\nlist: [?x, x]\n", "kind: A\na: \"\u2028\"\n"];

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_document_reads_as_Helm_reads_it(int major)
    {
        var cases = Cases().ToList();
        var answers = await AskHelmAsync(major, cases);
        var differences = new StringBuilder();
        for (var number = 0; number < cases.Count; number++)
        {
            var theirs = answers[number];
            var set = ManifestParser.Parse(cases[number], "prod");
            var ours = set.Problems.Count > 0 || set.Objects.Count != 1 ? (JsonElement?)null : set.Objects[0].Json;
            var refused = theirs.TryGetProperty("Error", out _);
            var agree = refused ? ours is null : ours is not null && Same(theirs, ours.Value);
            if (ReadOtherwiseHere.Contains(cases[number]) || refused && TakenHereOnly.Contains(cases[number]))
                agree = !agree;
            if (!agree)
                differences.Append(
                    CultureInfo.InvariantCulture,
                    $"case {number}:\n{cases[number]}\nHelm: {theirs.GetRawText()}\nhere: "
                        + $"{ours?.GetRawText() ?? string.Join(' ', set.Problems)}\n\n"
                );
        }
        Assert.True(differences.Length == 0, differences.ToString());
    }

    private static IEnumerable<string> Cases()
    {
        foreach (var scalar in Scalars)
        {
            yield return $"kind: A\nvalue: {scalar}\n";
            if (!scalar.Contains('\n', StringComparison.Ordinal))
            {
                yield return $"kind: A\nlist: [{scalar}, x]\n";
                yield return $"kind: A\nlist:\n- {scalar}\n- x\n";
                yield return $"kind: A\nmap:\n  {scalar}: x\n";
            }
        }
        foreach (var document in Documents)
            yield return document.StartsWith('\ufeff') ? document + "kind: A\n" : "kind: A\n" + document;
        var random = new Random(7);
        for (var run = 0; run < 400; run++)
            yield return "kind: A\n" + RandomMap(random, 0, 3);
    }

    private static string RandomMap(Random random, int indent, int depth)
    {
        var text = new StringBuilder();
        for (var members = random.Next(1, 5); members > 0; members--)
        {
            text.Append(' ', indent).Append("key").Append(random.Next(6)).Append(':');
            if (depth > 0 && random.Next(3) == 0)
                text.Append('\n').Append(RandomMap(random, indent + 2, depth - 1));
            else if (depth > 0 && random.Next(3) == 0)
                text.Append('\n').Append(RandomList(random, indent, depth - 1));
            else
                text.Append(' ').Append(RandomScalar(random)).Append('\n');
        }
        return text.ToString();
    }

    private static string RandomList(Random random, int indent, int depth)
    {
        var text = new StringBuilder();
        for (var items = random.Next(1, 4); items > 0; items--)
        {
            text.Append(' ', indent).Append("- ");
            if (depth > 0 && random.Next(2) == 0)
                text.Append(RandomMap(random, indent + 2, depth - 1).TrimStart());
            else
                text.Append(RandomScalar(random)).Append('\n');
        }
        return text.ToString();
    }

    private static string RandomScalar(Random random)
    {
        const string letters = "0123456789-+._eExXobaynYNtf~ :m";
        return random.Next(2) == 0
            ? Scalars[random.Next(80)]
            : string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => letters[random.Next(letters.Length)]));
    }

    /// <summary>One run of `helm template` over a chart whose files are the cases.</summary>
    private static async Task<IReadOnlyDictionary<int, JsonElement>> AskHelmAsync(int major, List<string> cases)
    {
        var folder = Directory.CreateTempSubdirectory("helmstuck-yaml-");
        try
        {
            var chart = new TestChart
            {
                Templates = new Dictionary<string, string>
                {
                    ["answers.yaml"] = """
                        kind: Answers
                        {{- range $path, $_ := .Files.Glob "cases/*" }}
                        {{ base $path }}: {{ $.Files.Get $path | fromYaml | toJson | b64enc | quote }}
                        {{- end }}

                        """,
                },
            }.Write(folder.FullName);
            Directory.CreateDirectory(Path.Combine(chart, "cases"));
            for (var number = 0; number < cases.Count; number++)
                await File.WriteAllTextAsync(Path.Combine(chart, "cases", $"case-{number}"), cases[number], new UTF8Encoding(false));
            var output = (await ExternalCommand.RunAsync(TestPrograms.Find($"helm{major}"), ["template", "x", chart])).MustSucceed().Output;
            var answers = new Dictionary<int, JsonElement>();
            foreach (var line in output.Split('\n').Where(line => line.StartsWith("case-", StringComparison.Ordinal)))
            {
                var parts = line.Split(": ");
                var json = Encoding.UTF8.GetString(Convert.FromBase64String(parts[1].Trim('"')));
                answers[int.Parse(parts[0][5..], CultureInfo.InvariantCulture)] = JsonDocument.Parse(json).RootElement;
            }
            return answers;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>fromYaml gives every number as a float.</summary>
    private static bool Same(JsonElement theirs, JsonElement ours)
    {
        if (theirs.ValueKind != ours.ValueKind)
            return false;
        return theirs.ValueKind switch
        {
            JsonValueKind.Object => theirs.EnumerateObject().Count() == ours.EnumerateObject().Count()
                && theirs.EnumerateObject().All(member => ours.TryGetProperty(member.Name, out var value) && Same(member.Value, value)),
            JsonValueKind.Array => theirs.GetArrayLength() == ours.GetArrayLength()
                && theirs.EnumerateArray().Zip(ours.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
            JsonValueKind.Number => theirs.GetDouble().Equals(ours.GetDouble()),
            _ => theirs.ToString() == ours.ToString(),
        };
    }
}
