using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Helmstuck.Tests.Support;

/// <summary>A request, and when it was sent and answered.</summary>
internal sealed record TimedRequest(string Text, long Sent, long Answered);

/// <summary>Brings requests to the API server, and each answer so much later; notes both.</summary>
internal sealed class SlowNetwork : DelegatingHandler
{
    private readonly TimeSpan _delay;
    private readonly List<TimedRequest> _requests = [];

    public SlowNetwork(ControlPlane plane, TimeSpan delay)
    {
        _delay = delay;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(plane.AuthorityFile));
        InnerHandler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
    }

    /// <summary>The requests that have been answered, in the order in which they were sent.</summary>
    public IReadOnlyList<TimedRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests.OrderBy(request => request.Sent)];
        }
    }

    /// <summary>
    /// The rounds, each with its requests: a request is one round later than the last one whose answer it may have needed.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Rounds()
    {
        var (requests, rounds) = (Requests, new Dictionary<TimedRequest, int>());
        foreach (var request in requests)
            rounds[request] =
                1 + requests.Where(other => other.Answered <= request.Sent).Select(other => rounds[other]).DefaultIfEmpty(0).Max();
        return
        [
            .. rounds
                .GroupBy(entry => entry.Value)
                .OrderBy(group => group.Key)
                .Select(group => group.Select(entry => entry.Key.Text).ToList()),
        ];
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = TimeProvider.System.GetTimestamp();
        var answer = await base.SendAsync(request, cancellationToken);
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        await Task.Delay(_delay, cancellationToken);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Method} {Uri.UnescapeDataString(request.RequestUri!.PathAndQuery)} {(int)answer.StatusCode}"
        );
        lock (_requests)
            _requests.Add(new TimedRequest(text, sent, TimeProvider.System.GetTimestamp()));
        return answer;
    }
}
