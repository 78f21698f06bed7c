using Helmstuck.Cli;

namespace Helmstuck.Tests.Unit.Cli;

public sealed class ContextChoiceTests
{
    private static readonly string[] Known = ["gprd", "gstg", "gke_eu_prod", "gke_us_prod"];

    [Theory]
    [InlineData("gprd", "gprd")]
    [InlineData("gstg,gprd", "gstg gprd")]
    [InlineData(" gprd , gstg,,gprd", "gprd gstg")]
    [InlineData("/^gke_.*prod/", "gke_eu_prod gke_us_prod")]
    [InlineData("//", "gprd gstg gke_eu_prod gke_us_prod")]
    public void Contexts_are_named_or_matched(string text, string chosen)
    {
        var choice = ContextChoice.Of(text, Known);
        Assert.Null(choice.Error);
        Assert.Equal(chosen, string.Join(' ', choice.Names));
    }

    [Theory]
    [InlineData("gprd,nowhere", "error: context \"nowhere\" does not exist")]
    [InlineData("", "error: --contexts : name contexts, with commas between them, or give a /REGEX/")]
    [InlineData(",", "error: --contexts ,: name contexts, with commas between them, or give a /REGEX/")]
    [InlineData("/^x/", "error: no context matches /^x/")]
    [InlineData("/(/", "error: --contexts /(/ is not a regular expression: ")]
    public void A_wrong_choice_is_one_line(string text, string error)
    {
        var choice = ContextChoice.Of(text, Known);
        Assert.Empty(choice.Names);
        Assert.StartsWith(error, choice.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', choice.Error!);
    }

    [Fact]
    public void An_expression_that_does_not_end_is_an_error() =>
        Assert.Contains("takes too long", ContextChoice.Of("/^(a+)+$/", [new string('a', 40) + "!"]).Error, StringComparison.Ordinal);
}
