using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Helmstuck.Tests.Unit.Architecture;

public sealed class PurityTests
{
    [Fact]
    public void Pure_rooms_fetch_nothing_from_the_world() => Findings.None(Purity.Breaches(Sources.OfProduct));

    [Theory]
    [InlineData("Helm/Live", "long t = DateTime.UtcNow.Ticks;", "System.DateTime.UtcNow")]
    [InlineData("Runbook", "object t = TimeProvider.System;", "System.TimeProvider.System")]
    [InlineData("Runbook", "object t = System.Diagnostics.Stopwatch.StartNew();", "System.Diagnostics.Stopwatch")]
    [InlineData("Health", "string? s = Environment.GetEnvironmentVariable(\"A\");", "System.Environment")]
    [InlineData("Tui/Views", "bool b = File.Exists(\"a\");", "System.IO.File")]
    [InlineData("Tui/Views", "object s = new FileStream(\"a\", FileMode.Open);", "System.IO.FileStream")]
    [InlineData("Tui/Update", "Task t = Task.Delay(1);", "System.Threading.Tasks.Task.Delay")]
    [InlineData("Tui/State", "HttpClient? c;", "System.Net.Http")]
    [InlineData("Tui/Pages", "object r = new Random();", "System.Random.#ctor")]
    [InlineData("Tui/Pages", "Random r = new();", "System.Random.#ctor")]
    [InlineData("Helm/Payload", "void F() => GC.Collect();", "System.GC")]
    public void What_comes_from_the_world_is_found(string room, string member, string banned) =>
        Assert.Equal([$"src/{room}/X.cs: {banned}"], Purity.Breaches(Source(room, member)));

    [Theory]
    [InlineData("Kube", "Task t = Task.Delay(1);")]
    [InlineData("Tui/Loop", "Task t = Task.Delay(1);")]
    [InlineData("Helm/Live", "object r = new Random(7);")]
    [InlineData("Helm/Live", "string File = \"Environment.\"; DateTime When;")]
    [InlineData("Runbook", "DateTimeOffset Now(TimeProvider time) => time.GetUtcNow();")]
    public void What_is_handed_in_is_none(string room, string member) => Assert.Empty(Purity.Breaches(Source(room, member)));

    [Fact]
    public void No_warning_of_the_native_compiler_is_suppressed() => Assert.Empty(Sources.OfProduct.Trees.Where(Suppresses));

    [Theory]
    [InlineData("#pragma warning disable IL2026\nclass X { }")]
    [InlineData("[System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(\"Trimming\", \"IL2026\")] class X { }")]
    public void A_suppressed_warning_of_the_native_compiler_is_found(string text) =>
        Assert.True(Suppresses(Assert.Single(Sources.Of(("Helm/X.cs", text)).Trees)));

    private static bool Suppresses(SyntaxTree tree) =>
        tree.GetRoot()
            .DescendantNodes(descendIntoTrivia: true)
            .Any(node =>
                node is AttributeSyntax { Name: var name } && name.ToString().Contains("UnconditionalSuppress", StringComparison.Ordinal)
                || node is PragmaWarningDirectiveTriviaSyntax { ErrorCodes: var codes }
                    && codes.Any(code => code.ToString().StartsWith("IL", StringComparison.Ordinal))
            );

    private static Sources Source(string room, string member) =>
        Sources.Of(($"{room}/X.cs", $"namespace Helmstuck.{room.Replace('/', '.')};\nclass X {{ {member} }}"));
}
