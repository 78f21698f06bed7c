namespace Helmstuck.Tests.Support;

/// <summary>
/// The one control plane that all tests share, started when the first of them asks for it. A test class takes this in its constructor and
/// makes namespaces of its own; a test that needs servers to itself calls
/// <see cref="ControlPlane.StartAsync(ControlPlaneOptions?, CancellationToken)"/>.
/// </summary>
public sealed class SharedControlPlane : IAsyncDisposable
{
    private readonly Lazy<Task<ControlPlane>> _plane = new(() => ControlPlane.StartAsync());

    internal Task<ControlPlane> GetAsync() => _plane.Value;

    public async ValueTask DisposeAsync()
    {
        if (_plane.IsValueCreated && _plane.Value.IsCompletedSuccessfully)
            await (await _plane.Value).DisposeAsync();
    }
}
