namespace Helmstuck.Tests;
public sealed class SmokeTests { [Xunit.Fact] public void Runs() => Xunit.Assert.NotEmpty("x"); }
