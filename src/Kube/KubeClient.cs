using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Transport;

namespace Helmstuck.Kube;

/// <summary>
/// The API server of one <see cref="ClusterTarget"/> as typed requests. Every method gives a <see cref="KubeResult{T}"/> with errors in
/// kubectl's words; <see cref="OperationCanceledException"/> only where the caller's own token was cancelled. Safe to use from several
/// threads; holds the connections until disposed.
/// </summary>
internal sealed partial class KubeClient : IDisposable
{
    private static readonly string Version = typeof(KubeClient).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The part before the slash becomes <c>managedFields[].manager</c> of what we write.</summary>
    public const string FieldManager = "kubectl-helmstuck";

    private readonly TimeProvider time;
    private readonly ClusterTransport transport;
    private readonly ConcurrentDictionary<string, bool> warned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<KubeResult<IReadOnlyList<ResourceType>>>> discovered = new(StringComparer.Ordinal);
    private readonly string userAgent = $"{FieldManager}/{Version} ({Os}/{Processor})";

    private long bytesReceived;

    /// <param name="target">Where, as whom, how.</param>
    /// <param name="transport">Takes the place of the network (a cluster inside the program, a test). It is not disposed.</param>
    /// <param name="time">For waits, timeouts and certificate dates; the system's where null.</param>
    public KubeClient(ClusterTarget target, HttpMessageHandler? transport = null, TimeProvider? time = null)
    {
        Target = target;
        this.time = time ?? TimeProvider.System;
        this.transport = new ClusterTransport(target, transport, this.time);
    }

    public ClusterTarget Target { get; }

    /// <summary>Bytes of answers' bodies as they crossed the wire (compressed where they were), over all requests so far.</summary>
    public long BytesReceived => Interlocked.Read(ref bytesReceived);

    /// <summary>The Date header of the newest answer: the server's clock, to the second.</summary>
    public DateTimeOffset? LastServerDate { get; private set; }

    /// <summary>
    /// The server's clock minus ours when <see cref="LastServerDate"/> arrived, to about a second; positive where the server is ahead.
    /// </summary>
    public TimeSpan? ClockSkew { get; private set; }

    /// <summary>
    /// Told once of each warning of the server (<c>Warning: …</c>) and of each line that a credential plugin without the terminal writes to
    /// its standard error. Called from any thread.
    /// </summary>
    public Action<string>? Notice
    {
        get => transport.Notice;
        set => transport.Notice = value;
    }

    /// <summary>Told of each request when it is over: method, URL, status, milliseconds. Never of a body or a header.</summary>
    public Action<string>? RequestLog { get; init; }

    /// <summary>
    /// Why a credential plugin may not use the terminal now (the full screen is up); null: it may, where standard input is a terminal, and
    /// then also writes its standard error there by itself. To be set before the first request.
    /// </summary>
    public string? StdinUnavailable
    {
        get => transport.StdinUnavailable;
        set => transport.StdinUnavailable = value;
    }

    private static string Os => OperatingSystem.IsMacOS() ? "darwin" : "linux";

    /// <summary>The processor as Go names it.</summary>
    private static string Processor =>
        RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "amd64",
            Architecture.Arm64 => "arm64",
            var other => other.ToString().ToLowerInvariant(),
        };

    public void Dispose() => transport.Dispose();
}
