using System.Diagnostics;
using System.Globalization;
using Helmstuck.Helm.Records;
using Helmstuck.Survey;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The list of all releases of a large cluster.</summary>
public sealed class LongListTests(ITestOutputHelper output)
{
    private const int Releases = 10_000;

    /// <summary>What a key and its frame may allocate: a list that is copied, or drawn where it is not in view, takes megabytes.</summary>
    private const long MostBytes = 700_000;

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 60)]
    public void A_key_costs_what_is_in_view(int width, int height)
    {
        var scope = new ListScope { Namespace = null, All = true };
        var rows = Enumerable
            .Range(0, Releases)
            .Select(index =>
                Fixtures.Row(
                    string.Create(CultureInfo.InvariantCulture, $"release-{index:00000}"),
                    7,
                    ReleaseStatus.Deployed,
                    string.Create(CultureInfo.InvariantCulture, $"namespace-{index % 50}")
                )
            )
            .ToList();
        var model = Fixtures.Model(scope) with { Listing = Fixtures.Listing(rows, scope), Width = width, Height = height };
        model = Updater.Update(model, Typed.Key("g")).Model;
        var times = new List<double>();
        var allocated = new List<long>();
        // Code that is not optimised yet allocates for each row what optimised code keeps on the stack.
        for (var press = 0; press < 300 || (press < 6_000 && allocated[^1] > MostBytes); press++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.GetTimestamp();
            model = Updater.Update(model, Typed.Key(press % 3 == 0 ? "PgDn" : "j")).Model;
            _ = View.Draw(model, width, height);
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }
        times = [.. times.TakeLast(300).Order()];
        var bytes = allocated.TakeLast(100).Min();
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Releases} rows at {width}x{height}: median {times[150]:0.0} ms, p99 {times[297]:0.0} ms, {bytes:#,0} bytes a key"
            )
        );
        Assert.InRange(bytes, 1, MostBytes);
    }
}
