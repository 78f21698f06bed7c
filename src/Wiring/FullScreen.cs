using Helmstuck.Cli;

namespace Helmstuck.Wiring;

internal static class FullScreen
{
    public static Task<int> RunAsync(Session session, GlobalValues flags, CancellationToken cancellation) => throw new NotSupportedException();
    public static Task<int> PrintAsync(Session session, GlobalValues flags, ScreenRequest request, CancellationToken cancellation) => throw new NotSupportedException();
}
