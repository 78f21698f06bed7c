namespace Helmstuck.Tests.Terminal.Security;

/// <summary>
/// Hostile servers, files, programs and keyboards against the published binary. Each attack must be repelled, and the program must stay
/// below 200 MB.
/// </summary>
public sealed class AttackTests(AttackTable table) : IClassFixture<AttackTable>
{
    public static TheoryData<string> Names => [.. Attacks.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Attack_is_repelled(string name)
    {
        await using var scene = new AttackScene();
        table.Add(name, await Attacks.All.Single(attack => attack.Name == name).Run(scene));
    }

    [Fact]
    public void Every_attack_is_listed_in_SECURITY_md()
    {
        var listed = File.ReadLines(Path.Combine(TestPrograms.RepositoryRoot, "SECURITY.md"))
            .Where(line => line.Contains("`AttackTests`", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1].Trim());
        Assert.Equal(Attacks.Names, listed);
    }
}
