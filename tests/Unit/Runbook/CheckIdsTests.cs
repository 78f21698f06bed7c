using System.Text.Json;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Tests.Unit.Runbook;

/// <summary>The published schemas know every check.</summary>
public sealed class CheckIdsTests
{
    [Theory]
    [InlineData("review")]
    [InlineData("guard")]
    [InlineData("journal")]
    [InlineData("journal-line")]
    public void A_schema_lists_the_ids_of_all_checks(string schema)
    {
        var text = File.ReadAllText(Path.Combine(DocumentSchema.Folder, schema + ".json"));
        var lists = Enums(JsonElement.Parse(text)).Where(ids => ids.Contains("record")).ToList();
        Assert.NotEmpty(lists);
        Assert.All(lists, ids => Assert.Equal(CheckList.All.Select(check => check.Id), ids));
    }

    private static IEnumerable<List<string?>> Enums(JsonElement node)
    {
        if (node.ValueKind == JsonValueKind.Array)
            return node.EnumerateArray().SelectMany(Enums);
        if (node.ValueKind != JsonValueKind.Object)
            return [];
        return node.EnumerateObject()
            .SelectMany(member =>
                member.Name == "enum"
                    ?
                    [
                        [
                            .. member
                                .Value.EnumerateArray()
                                .Select(value => value.ValueKind == JsonValueKind.String ? value.GetString() : null),
                        ],
                    ]
                    : Enums(member.Value)
            );
    }
}
