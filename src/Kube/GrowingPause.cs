namespace Helmstuck.Kube;

/// <summary>How long to wait before something that failed is tried again.</summary>
internal static class GrowingPause
{
    /// <summary>
    /// The pause after that many failures in a row: <paramref name="first"/>, twice as long after each further one, at most
    /// <paramref name="longest"/>; with jitter, so that many clients do not come back at once: between three quarters and the whole of it.
    /// </summary>
    /// <param name="failures">At least 1.</param>
    /// <param name="jitter">Any number from 0 to 1.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest, double jitter)
    {
        var doubled = first * Math.Pow(2, Math.Min(failures, 32) - 1);
        return (doubled < longest ? doubled : longest) * (1 - (jitter / 4));
    }
}
