using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Transport;

namespace Helmstuck.Kube.Client;

/// <summary>
/// Typed requests to the API server of one <see cref="ClusterTarget"/>. Every method returns a <see cref="KubeResult{T}"/> with errors in
/// kubectl's words, and throws <see cref="OperationCanceledException"/> only if the caller's token was cancelled. Safe to use from several
/// threads; keeps connections open until disposed.
/// </summary>
internal sealed partial class KubeClient : IDisposable
{
    private static readonly string Version = typeof(KubeClient).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The part before the slash becomes <c>managedFields[].manager</c> of the objects that this program writes.</summary>
    public const string FieldManager = ManagedField.Own;

    private readonly TimeProvider time;
    private readonly ClusterTransport transport;
    private readonly ConcurrentDictionary<string, bool> warned = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Discovery> discovered = new(StringComparer.Ordinal);
    private readonly string userAgent = $"{FieldManager}/{Version} ({Os}/{Processor})";

    private long bytesReceived;

    /// <param name="target">The cluster and the identity.</param>
    /// <param name="transport">Replaces the network (a cluster inside the program, a test). It is not disposed.</param>
    /// <param name="time">For waits, timeouts and certificate dates; null: the system's.</param>
    public KubeClient(ClusterTarget target, HttpMessageHandler? transport = null, TimeProvider? time = null)
    {
        Target = target;
        this.time = time ?? TimeProvider.System;
        this.transport = new ClusterTransport(target, transport, this.time);
    }

    public ClusterTarget Target { get; }

    /// <summary>Transferred bytes of the bodies of all answers so far (compressed if the answer was).</summary>
    public long BytesReceived => Interlocked.Read(ref bytesReceived);

    /// <summary>The Date header of the newest answer: the server's clock, to the second.</summary>
    public DateTimeOffset? LastServerDate { get; private set; }

    /// <summary>
    /// The server's clock minus ours when <see cref="LastServerDate"/> arrived, to about a second; positive where the server is ahead.
    /// </summary>
    public TimeSpan? ClockSkew { get; private set; }

    /// <summary>
    /// Called once for each warning of the server (<c>Warning: …</c>) and for each line that a credential plugin without the terminal
    /// writes to its standard error. Called from any thread.
    /// </summary>
    public Action<string>? Notice
    {
        get => transport.Notice;
        set => transport.Notice = value;
    }

    /// <summary>Receives each request and each answer.</summary>
    public RequestLog? RequestLog { get; init; }

    /// <summary>
    /// Why a credential plugin may not use the terminal now (the full screen is open); null: it may, if standard input is a terminal, and
    /// then it also writes its standard error there. Set it before the first request.
    /// </summary>
    public string? StdinUnavailable
    {
        get => transport.StdinUnavailable;
        set => transport.StdinUnavailable = value;
    }

    /// <summary>
    /// Receives the credential plugin's name when it starts while the full screen is open, and null when it has ended. On any thread.
    /// </summary>
    public Action<string?>? PluginRuns
    {
        set => transport.PluginRuns = value;
    }

    /// <summary>
    /// Lends the terminal of the full screen to a credential plugin that asks its user something (true), and takes it back (false);
    /// false if that is not possible.
    /// </summary>
    public Func<bool, bool>? LendTerminal
    {
        set => transport.LendTerminal = value;
    }

    /// <summary>A credential plugin that failed is run again by the next request, and not only after a pause.</summary>
    public void RunPluginAgain() => transport.RunPluginAgain();

    /// <summary>Ends a run of the credential plugin.</summary>
    public void CancelPlugin() => transport.CancelPlugin();

    private static string Os => OperatingSystem.IsMacOS() ? "darwin" : "linux";

    /// <summary>The processor architecture in Go's terms.</summary>
    private static string Processor =>
        RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "amd64",
            Architecture.Arm64 => "arm64",
            var other => other.ToString().ToLowerInvariant(),
        };

    public void Dispose() => transport.Dispose();
}
