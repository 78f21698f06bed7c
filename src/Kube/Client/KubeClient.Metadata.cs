namespace Helmstuck.Kube.Client;

internal sealed partial class KubeClient
{
    /// <summary>Something in front of the API server does not pass on a request for metadata alone; found out once.</summary>
    private volatile bool wholeObjects;

    /// <summary>
    /// Asks for metadata, and once more for whole objects if the answer is 400, 406 or 500: some proxies and API gateways parse the Accept
    /// header and know plain JSON only. The caller keeps the metadata of what comes. If that is refused as well, or gets no answer, the
    /// first refusal is the answer; that an object is not there is an answer.
    /// </summary>
    private async Task<KubeResult<T>> AskForMetadataAsync<T>(Func<string, Task<KubeResult<T>>> ask, string accept)
    {
        if (wholeObjects)
            return await ask(Json).ConfigureAwait(false);
        var answer = await ask(accept).ConfigureAwait(false);
        if (answer.Error is not { StatusCode: 400 or 406 or 500 } refused)
            return answer;
        var again = await ask(Json).ConfigureAwait(false);
        if (again.Error is { StatusCode: 0 or 400 or 406 or >= 500 })
            return answer;
        wholeObjects = true;
        var line =
            $"Warning: {Target.ServerHost} refuses a request for metadata alone with {refused.StatusCode}: whole objects are read "
            + "instead, which takes longer";
        if (warned.TryAdd(line, true))
            Notice?.Invoke(line);
        return again;
    }
}
