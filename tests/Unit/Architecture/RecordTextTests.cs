namespace Helmstuck.Tests.Unit.Architecture;

public sealed class RecordTextTests
{
    [Fact]
    public void No_text_is_made_of_a_record() => Findings.None(RecordText.Uses(Sources.OfProduct));

    [Theory]
    [InlineData("string F(R r) => $\"{r}\";", "r")]
    [InlineData("string F(R r) => \"a\" + r;", "r")]
    [InlineData("string F(R r) => r.ToString();", "r")]
    [InlineData("string F(R[] r) => string.Join(',', r);", "r")]
    [InlineData("string F(System.Collections.Generic.List<R> r) => string.Join(',', r);", "r")]
    public void Text_of_a_record_is_found(string member, string what) =>
        Assert.Equal([$"src/Runbook/X.cs:2: {what}"], RecordText.Uses(Source(member)));

    [Theory]
    [InlineData("string F(R r) => $\"{r.A}\";")]
    [InlineData("string F(T t) => $\"{t}\";")]
    public void Other_text_is_allowed(string member) => Assert.Empty(RecordText.Uses(Source(member)));

    private static Sources Source(string member) =>
        Sources.Of(
            ("Runbook/X.cs", $"namespace Helmstuck.Runbook;\nclass X {{ {member} }}"),
            ("Runbook/R.cs", "namespace Helmstuck.Runbook;\nrecord R(int A);"),
            ("Runbook/T.cs", "namespace Helmstuck.Runbook;\nrecord T { public override string ToString() => \"\"; }")
        );
}
