[assembly: AssemblyFixture(typeof(SharedControlPlane))]
[assembly: AssemblyFixture(typeof(Helmstuck.Tests.Terminal.Release.BuiltRelease))]
