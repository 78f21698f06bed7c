namespace Helmstuck.Tests.Cluster.Health;

/// <summary>A control plane without controllers, for the tests of one class: every status stays as it was written.</summary>
public sealed class BareControlPlane : IAsyncDisposable
{
    private readonly Lazy<Task<ControlPlane>> plane = new(() =>
        ControlPlane.StartAsync(new ControlPlaneOptions { Controllers = false, Audit = false })
    );

    internal async Task<StuckScene> OpenAsync() => await StuckScene.OpenAsync(await plane.Value);

    public async ValueTask DisposeAsync()
    {
        if (plane.IsValueCreated)
            await (await plane.Value).DisposeAsync();
    }
}
