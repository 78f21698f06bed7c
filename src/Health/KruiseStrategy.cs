using System.Globalization;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>What OpenKruise's update strategies say beyond those of Kubernetes: a pause, and a partition.</summary>
internal sealed class KruiseStrategy(StatusReader status)
{
    // Both are read, so that an invalid value in either is noticed.
    public bool IsPaused =>
        status.Flag("spec", "updateStrategy", "paused") | status.Flag("spec", "updateStrategy", "rollingUpdate", "paused");

    /// <summary>
    /// How many pods stay at the older revision: a number, or a share of the desired ones that is rounded up but never keeps all of several
    /// pods unless it is 100 % (kruise: pkg/util CalculatePartitionReplicas).
    /// </summary>
    public long Partition(long desired, params ReadOnlySpan<string> path)
    {
        if (status.Json.Text(path) is not { } text)
            return Math.Min(status.Count(path), desired);
        if (!int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) || !text.EndsWith('%'))
            return status.Count(path);
        var held = (long)Math.Min(desired, decimal.Ceiling((decimal)percent * desired / 100));
        return percent < 100 && desired > 1 ? Math.Min(held, desired - 1) : held;
    }
}
