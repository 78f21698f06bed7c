using Helmstuck.Terminal;
using Helmstuck.Tui.State;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>Keys as a person types them: each in a read of its own, a minute after the one before.</summary>
internal static class Typed
{
    private static long count;

    public static Message.Key Key(string name) => new(name, Next());

    public static Arrival Next()
    {
        var number = Interlocked.Increment(ref count);
        return new Arrival(number * 100, TimeSpan.FromMinutes(number));
    }
}
