using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Demo;

/// <summary>
/// A small cluster inside the program, reached over the same HTTP path as a real API server: lists (whole or metadata only) with label
/// selectors, get, create, replace and delete with preconditions and dry run. Changes are kept in memory, for as long as the
/// program runs.
/// </summary>
internal sealed class DemoCluster : HttpMessageHandler
{
    private readonly DemoStore store;
    private readonly TimeProvider time;

    public DemoCluster(TimeProvider time)
    {
        this.time = time;
        store = new DemoStore(time);
        DemoContent.Fill(store, time.GetUtcNow());
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null
            ? null
            : JsonNode.Parse(await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)) as JsonObject;
        var (status, json) = Answer(request, body);
        var response = new HttpResponseMessage(status)
        {
            RequestMessage = request,
            Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        response.Headers.Date = time.GetUtcNow();
        return response;
    }

    private (HttpStatusCode, JsonObject) Answer(HttpRequestMessage request, JsonObject? body)
    {
        var path = request.RequestUri!.AbsolutePath.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var query = DemoQuery.Parse(request.RequestUri.Query);
        if (path is ["version"])
            return (HttpStatusCode.OK, new JsonObject { ["gitVersion"] = "v1.33.0+demo" });
        // api/v1/… and apis/GROUP/VERSION/… differ in their first segments only.
        var (group, version, rest) = path switch
        {
            ["api", var v, .. var more] => ("", v, more),
            ["apis", var g, var v, .. var more] => (g, v, more),
            _ => ("", "", []),
        };
        if (!DemoStore.Serves(group, version))
            return Status(HttpStatusCode.NotFound, "NotFound", "the server could not find the requested resource");
        if (rest.Length == 0)
            return (HttpStatusCode.OK, DemoStore.Resources(group, version));
        if (rest is ["selfsubjectaccessreviews"])
            return (
                HttpStatusCode.Created,
                new JsonObject
                {
                    ["kind"] = "SelfSubjectAccessReview",
                    ["apiVersion"] = "authorization.k8s.io/v1",
                    ["status"] = new JsonObject { ["allowed"] = true },
                }
            );
        if (rest is ["selfsubjectreviews"])
            return (
                HttpStatusCode.Created,
                new JsonObject
                {
                    ["kind"] = "SelfSubjectReview",
                    ["apiVersion"] = "authentication.k8s.io/v1",
                    ["status"] = new JsonObject { ["userInfo"] = new JsonObject { ["username"] = "sre@demo" } },
                }
            );

        var (ns, plural, name) = rest switch
        {
            ["namespaces", var space, var kind] => (space, kind, null),
            ["namespaces", var space, var kind, var one] => (space, kind, (string?)one),
            [var kind] => ("", kind, null),
            [var kind, var one] => ("", kind, (string?)one),
            _ => ("", "", null),
        };
        if (!DemoStore.Knows(group, version, plural))
            return Status(HttpStatusCode.NotFound, "NotFound", "the server could not find the requested resource");
        if (query.ContainsKey("watch"))
            return Status(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", "the demo cluster does not know watch");
        var metadataOnly = request.Headers.Accept.ToString().Contains("PartialObjectMetadata", StringComparison.Ordinal);
        var dryRun = query.ContainsKey("dryRun");
        return request.Method.Method switch
        {
            "GET" when name is null => (HttpStatusCode.OK, store.List(group, version, plural, ns, query, metadataOnly)),
            "GET" => Found(
                store.Find(plural, ns, name),
                plural,
                name!,
                found => (HttpStatusCode.OK, metadataOnly ? DemoStore.MetadataOnly(found) : found)
            ),
            "POST" => Create(plural, ns, body!, dryRun),
            "PUT" => Found(store.Find(plural, ns, name!), plural, name!, found => Replace(plural, name!, found, body!, dryRun)),
            "DELETE" => Found(store.Find(plural, ns, name!), plural, name!, found => Delete(plural, ns, name!, found, body, dryRun)),
            var method => Status(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", $"the demo cluster does not know {method}"),
        };
    }

    private (HttpStatusCode, JsonObject) Create(string plural, string ns, JsonObject body, bool dryRun)
    {
        var name = (string?)body["metadata"]?["name"] ?? "";
        if (store.Find(plural, ns, name) is not null)
            return Status(HttpStatusCode.Conflict, "AlreadyExists", $"{plural} \"{name}\" already exists");
        return (HttpStatusCode.Created, dryRun ? body : store.Add(plural, ns, Written(body)));
    }

    /// <summary>As the API server notes who wrote an object; this program is the demo's only client.</summary>
    private JsonObject Written(JsonObject body)
    {
        body["metadata"]!["managedFields"] ??= new JsonArray(
            new JsonObject
            {
                ["manager"] = ManagedField.Own,
                ["operation"] = "Update",
                ["time"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            }
        );
        return body;
    }

    private (HttpStatusCode, JsonObject) Replace(string plural, string name, JsonObject found, JsonObject body, bool dryRun) =>
        Mismatch(found, (string?)body["metadata"]?["uid"], (string?)body["metadata"]?["resourceVersion"]) is { } why
            ? Status(HttpStatusCode.Conflict, "Conflict", $"Operation cannot be fulfilled on {plural} \"{name}\": {why}")
            : (HttpStatusCode.OK, dryRun ? body : store.Replace(plural, body));

    private (HttpStatusCode, JsonObject) Delete(string plural, string ns, string name, JsonObject found, JsonObject? body, bool dryRun)
    {
        var preconditions = body?["preconditions"];
        if (Mismatch(found, (string?)preconditions?["uid"], (string?)preconditions?["resourceVersion"]) is { } why)
            return Status(HttpStatusCode.Conflict, "Conflict", $"Operation cannot be fulfilled on {plural} \"{name}\": {why}");
        if (!dryRun)
            store.Remove(plural, ns, name);
        var (_, answer) = Status(HttpStatusCode.OK, "", "");
        answer["status"] = "Success";
        answer["details"] = new JsonObject
        {
            ["name"] = name,
            ["kind"] = plural,
            ["uid"] = (string?)found["metadata"]?["uid"],
        };
        return (HttpStatusCode.OK, answer);
    }

    private static string? Mismatch(JsonObject found, string? uid, string? resourceVersion)
    {
        var hasUid = (string?)found["metadata"]?["uid"];
        var hasVersion = (string?)found["metadata"]?["resourceVersion"];
        if (uid is not null && uid != hasUid)
            return $"Precondition failed: UID in precondition: {uid}, UID in object meta: {hasUid}";
        return resourceVersion is not null && resourceVersion != hasVersion
            ? "the object has been modified; please apply your changes to the latest version and try again"
            : null;
    }

    private static (HttpStatusCode, JsonObject) Found(
        JsonObject? found,
        string plural,
        string name,
        Func<JsonObject, (HttpStatusCode, JsonObject)> answer
    ) => found is null ? Status(HttpStatusCode.NotFound, "NotFound", $"{plural} \"{name}\" not found") : answer(found);

    private static (HttpStatusCode, JsonObject) Status(HttpStatusCode code, string reason, string message) =>
        (
            code,
            new JsonObject
            {
                ["kind"] = "Status",
                ["apiVersion"] = "v1",
                ["status"] = "Failure",
                ["message"] = message,
                ["reason"] = reason,
                ["code"] = (int)code,
            }
        );
}
