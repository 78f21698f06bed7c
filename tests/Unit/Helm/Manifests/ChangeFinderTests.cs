using Helmstuck.Helm.Manifests;

namespace Helmstuck.Tests.Unit.Helm.Manifests;

public sealed class ChangeFinderTests
{
    private static ManifestSet Parse(string manifest) => ManifestParser.Parse(manifest, "prod");

    private static string[] Fields(string before, string after) =>
        [
            .. ChangeFinder
                .Compare(Parse(before), Parse(after))
                .SelectMany(change => change.Fields)
                .Select(field => $"{field.Path}: {field.Before ?? "-"} > {field.After ?? "-"}{(field.IsImage ? " !" : "")}"),
        ];

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app.kubernetes.io/name: web}}
        spec:
          replicas: 2
          template:
            spec:
              containers:
              - {name: web, image: "web:1", args: [a, b], env: [{name: A, value: "1"}]}
              - {name: side, image: "side:1"}
        """;

    [Fact]
    public void Objects_are_added_changed_and_removed_and_the_same_ones_left_out()
    {
        var changes = ChangeFinder.Compare(
            Parse(
                "kind: A\nmetadata: {name: same}\n---\nkind: A\nmetadata: {name: gone}\n---\nkind: A\nmetadata: {name: x}\nspec: {a: 1}\n"
            ),
            Parse(
                "# now with a comment\nkind: A\nmetadata: {name: same}\n---\nkind: A\nmetadata: {name: new}\n---\nkind: A\nspec: {a: "
                    + "2}\nmetadata: {name: x}\n"
            )
        );
        Assert.Equal(
            [("new", ChangeKind.Added), ("x", ChangeKind.Changed), ("gone", ChangeKind.Removed)],
            changes.Select(change => (change.Object.Name, change.Change))
        );
        Assert.All(changes, change => Assert.Equal(LiveMatch.Unknown, change.Live));
    }

    [Fact]
    public void Without_a_base_every_object_is_added()
    {
        var change = Assert.Single(ChangeFinder.Compare(null, Parse(Deployment)));
        Assert.Equal(ChangeKind.Added, change.Change);
        Assert.Equal(["web:1", "side:1"], change.Fields.Select(field => field.After));
        Assert.All(change.Fields, field => Assert.True(field.IsImage && field.Before is null));
    }

    [Fact]
    public void Fields_are_named_by_the_keys_of_their_lists_and_images_come_first()
    {
        var after = Deployment
            .Replace("replicas: 2", "replicas: 3", StringComparison.Ordinal)
            .Replace("web:1", "web:2", StringComparison.Ordinal)
            .Replace("value: \"1\"}]", "value: \"2\"}, {name: B}]", StringComparison.Ordinal)
            .Replace("args: [a, b]", "args: [a, c]", StringComparison.Ordinal)
            .Replace("name: web}}", "name: web2}}", StringComparison.Ordinal);
        Assert.Equal(
            [
                "spec.template.spec.containers[name=web].image: web:1 > web:2 !",
                "metadata.labels['app.kubernetes.io/name']: web > web2",
                "spec.replicas: 2 > 3",
                "spec.template.spec.containers[name=web].args: [\"a\",\"b\"] > [\"a\",\"c\"]",
                "spec.template.spec.containers[name=web].env[name=A].value: 1 > 2",
                "spec.template.spec.containers[name=web].env[name=B]: - > {\"name\":\"B\"}",
            ],
            Fields(Deployment, after)
        );
    }

    [Fact]
    public void A_new_container_shows_its_image_first() =>
        Assert.Equal(
            [
                "spec.template.spec.containers[name=new].image: - > new:1 !",
                "spec.template.spec.containers[name=new]: - > {\"name\":\"new\",\"image\":\"new:1\"}",
            ],
            Fields(Deployment, Deployment + "\n      - {name: new, image: \"new:1\"}")
        );

    [Fact]
    public void An_object_with_a_new_image_comes_before_the_others()
    {
        var before = "kind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n---\n" + Deployment;
        var changes = ChangeFinder.Compare(
            Parse(before),
            Parse(before.Replace("a: b", "a: c", StringComparison.Ordinal).Replace("side:1", "side:2", StringComparison.Ordinal))
        );
        Assert.Equal(["Deployment", "ConfigMap"], changes.Select(change => change.Object.Kind));
    }

    [Fact]
    public void Of_a_long_text_only_the_changed_lines_are_shown() =>
        Assert.Equal(
            ["data['a.conf'] (line 3): three > 3\nand more"],
            Fields(
                "kind: ConfigMap\ndata:\n  a.conf: |\n    one\n    two\n    three\n    four\n",
                "kind: ConfigMap\ndata:\n  a.conf: |\n    one\n    two\n    3\n    and more\n    four\n"
            )
        );

    [Theory]
    [InlineData("data: {a: aHVudGVyMg==}", "data: {a: aHVudGVyMw==}")]
    [InlineData("stringData: {a: hunter2}", "stringData: {a: hunter3, b: hunter4}")]
    [InlineData("stringData: {a: hunter2}", "data: {}")]
    [InlineData(
        "metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: hunter2}}",
        "metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: hunter3}}"
    )]
    [InlineData("misplaced: hunter2", "misplaced: [hunter3]")]
    [InlineData("data: {a: |\n  hunter2\n  x}", "data: {a: |\n  hunter3\n  x}")]
    [InlineData("spec: {image: hunter2}", "spec: {image: hunter3}")]
    [InlineData("a: b", "spec: {image: hunter3}")]
    public void What_a_Secret_holds_is_never_shown(string before, string after)
    {
        foreach (var (old, now) in new[] { (before, after), (after, before) })
        {
            foreach (
                var change in ChangeFinder.Compare(
                    Parse($"apiVersion: v1\nkind: Secret\n{old}\n"),
                    Parse($"apiVersion: v1\nkind: Secret\n{now}\n")
                )
            )
                Assert.All(
                    change.Fields,
                    field =>
                        Assert.True(
                            (field.Before ?? field.After) == "(hidden)" && (field.After ?? field.Before) == "(hidden)",
                            field.ToString()
                        )
                );
        }
        Assert.All(ChangeFinder.Compare(null, Parse($"apiVersion: v1\nkind: Secret\n{after}\n")), change => Assert.Empty(change.Fields));
    }

    [Fact]
    public void A_Secret_whose_data_changed_is_a_change() =>
        Assert.Equal(
            ["data.a: (hidden) > (hidden)", "type: A > B"],
            Fields("apiVersion: v1\nkind: Secret\ndata: {a: eA==}\ntype: A", "apiVersion: v1\nkind: Secret\ndata: {a: eQ==}\ntype: B")
        );

    [Fact]
    public void A_new_API_version_is_a_change_and_another_group_another_object()
    {
        Assert.Equal(
            ["apiVersion: policy/v1beta1 > policy/v1"],
            Fields("apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\n", "apiVersion: policy/v1\nkind: PodDisruptionBudget\n")
        );
        Assert.Equal(
            [ChangeKind.Added, ChangeKind.Removed],
            ChangeFinder
                .Compare(
                    Parse("apiVersion: extensions/v1beta1\nkind: Ingress\n"),
                    Parse("apiVersion: networking.k8s.io/v1\nkind: Ingress\n")
                )
                .Select(change => change.Change)
        );
    }

    [Fact]
    public void A_null_is_not_the_same_as_nothing_and_a_number_not_the_same_as_its_text()
    {
        Assert.Equal(["a: null > -"], Fields("kind: A\na: null", "kind: A"));
        Assert.Equal(["a: 1 > 1"], Fields("kind: A\na: 1", "kind: A\na: '1'"));
        Assert.Empty(Fields("kind: A\na: 1.0", "kind: A\na: 1"));
    }

    [Fact]
    public void A_new_order_of_containers_is_a_change() =>
        Assert.Equal(
            ["spec.containers (order): a, b > b, a"],
            Fields("kind: Pod\nspec: {containers: [{name: a}, {name: b}]}", "kind: Pod\nspec: {containers: [{name: b}, {name: a}]}")
        );

    [Fact]
    public void An_object_that_is_named_twice_counts_as_Helm_leaves_it() =>
        Assert.Empty(Fields("kind: A\na: 2", "kind: A\na: 1\n---\nkind: A\na: 2\n"));

    /// <summary>
    /// Nothing changes against oneself; what is added one way is removed the other way; the same objects change both ways.
    /// </summary>
    [Fact]
    public void Comparing_the_other_way_round_mirrors_the_changes()
    {
        var random = new Random(11);
        for (var run = 0; run < 500; run++)
        {
            var (one, two) = (Parse(Manifest(random)), Parse(Manifest(random)));
            Assert.Empty(ChangeFinder.Compare(one, one));
            var there = ChangeFinder.Compare(one, two);
            var back = ChangeFinder.Compare(two, one);
            Assert.Equal(Names(there, ChangeKind.Added), Names(back, ChangeKind.Removed));
            Assert.Equal(Names(there, ChangeKind.Removed), Names(back, ChangeKind.Added));
            Assert.Equal(Names(there, ChangeKind.Changed), Names(back, ChangeKind.Changed));
        }
    }

    private static string[] Names(IEnumerable<ManifestChange> changes, ChangeKind kind) =>
        [.. changes.Where(change => change.Change == kind).Select(change => change.Object.Name).Order(StringComparer.Ordinal)];

    private static string Manifest(Random random) =>
        string.Concat(
            Enumerable
                .Range(0, 5)
                .Where(_ => random.Next(3) > 0)
                .Select(number =>
                    $"---\nkind: Pod\nmetadata: {{name: p{number}}}\nspec: {{containers: ["
                    + string.Join(
                        ", ",
                        Enumerable
                            .Range(0, random.Next(3))
                            .Select(item => $"{{name: c{item}, image: 'i:{random.Next(2)}', args: [{random.Next(2)}]}}")
                    )
                    + "]}\n"
                )
        );
}
