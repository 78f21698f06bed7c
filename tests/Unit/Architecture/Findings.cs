namespace Helmstuck.Tests.Unit.Architecture;

internal static class Findings
{
    /// <summary>Fails with every finding on a line of its own; xunit would cut them.</summary>
    public static void None(IEnumerable<string> findings)
    {
        if (findings.Order(StringComparer.Ordinal).ToList() is { Count: > 0 } all)
            Assert.Fail(string.Join('\n', all));
    }
}
