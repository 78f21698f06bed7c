[assembly: AssemblyFixture(typeof(SharedControlPlane))]
