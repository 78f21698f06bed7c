using System.Globalization;
using System.Text.Json;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Kube.Client;

internal sealed partial class KubeClient
{
    private const string MetadataListAccept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    /// <summary>
    /// The metadata of all objects that match, without their contents (which are not transferred). A null <paramref name="ns"/> means all
    /// namespaces. Consistent and in pages, unless <see cref="ListOptions.FromCache"/>. An unknown namespace is an empty list.
    /// </summary>
    /// <param name="newest">Which items are kept, so that a list of any length takes little memory. Null: all are.</param>
    public async Task<KubeResult<MetadataList>> ListMetadataAsync(
        ResourceType type,
        string? ns,
        ListOptions options,
        CancellationToken ct,
        NewestOnly? newest = null
    )
    {
        var listed = await AskForMetadataAsync(
                accept => ListPagesAsync(type, ns, options, MetadataItems with { Accept = accept, Newest = newest }, ct),
                MetadataListAccept
            )
            .ConfigureAwait(false);
        return listed.Select(list => new MetadataList(list.Items, list.ResourceVersion, options.FromCache));
    }

    /// <summary>
    /// All objects that match, in full. A null <paramref name="ns"/> means all namespaces. An unknown namespace is an empty list.
    /// </summary>
    public async Task<KubeResult<IReadOnlyList<KubeObject>>> ListAsync(
        ResourceType type,
        string? ns,
        ListOptions options,
        CancellationToken ct
    )
    {
        var listed = await ListPagesAsync(type, ns, options, WholeItems, ct).ConfigureAwait(false);
        return listed switch
        {
            KubeResult<Listed<KubeObject>>.Ok ok => new KubeResult<IReadOnlyList<KubeObject>>.Ok(ok.Value.Items),
            _ => listed.Error!,
        };
    }

    private sealed record Listed<TItem>(List<TItem> Items, string ResourceVersion);

    /// <summary>The format in which items are requested, and how one is read.</summary>
    private sealed record ItemFormat<TItem>(string Accept, Func<JsonElement, ResourceType, TItem> Read)
    {
        /// <summary>Which items are kept, of metadata; null: all are.</summary>
        public NewestOnly? Newest { get; init; }
    }

    private static readonly ItemFormat<ObjectMeta> MetadataItems = new(MetadataListAccept, static (item, _) => ObjectMeta.From(item));

    private static readonly ItemFormat<KubeObject> WholeItems = new(Json, Whole);

    private sealed record Page(string ResourceVersion, string Continue);

    private async Task<KubeResult<Listed<TItem>>> ListPagesAsync<TItem>(
        ResourceType type,
        string? ns,
        ListOptions options,
        ItemFormat<TItem> format,
        CancellationToken ct
    )
    {
        var items = new List<TItem>();
        var limit = options.FromCache ? 0 : options.Limit;
        var next = "";
        var whole = false;
        var asked = new Asked(type, ns, null);
        var (left, kept, pages) = (Budget.ListBytes, 0L, 0);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        while (true)
        {
            var before = items.Count;
            var (read, cost) = (0L, 0L);
            var path = ApiPath
                .Of(type, ns, null)
                .With("labelSelector", options.LabelSelector)
                .With("fieldSelector", options.FieldSelector)
                .With(
                    "resourceVersion",
                    options.FromCache && next.Length == 0 ? (options.NotOlderThan.Length > 0 ? options.NotOlderThan : "0") : null
                )
                .With("limit", limit > 0 ? limit.ToString(CultureInfo.InvariantCulture) : null)
                .With("continue", next);
            var result = await SendAsync<Page>(
                    new Call(HttpMethod.Get, path)
                    {
                        Accept = format.Accept,
                        Type = type,
                        MaxBytes = left,
                    },
                    async (body, token) =>
                    {
                        // A page that broke off is read again from its beginning. What it replaced comes again: a page after the first is
                        // one of the same state of the cluster.
                        items.RemoveRange(before, items.Count - before);
                        foreach (var key in places.Keys.ToList())
                            if (places[key] >= before)
                                places.Remove(key);
                        cost = 0;
                        var reader = new ListReader(item =>
                        {
                            asked.Check(item);
                            var value = format.Read(item, type);
                            if (format.Newest is { } newest && value is ObjectMeta meta)
                            {
                                if (newest.Key(meta) is not { } key)
                                    return;
                                if (places.TryGetValue(key, out var place))
                                {
                                    if (items[place] is ObjectMeta known && newest.Rank(meta) > newest.Rank(known))
                                        items[place] = value;
                                    return;
                                }
                                places[key] = items.Count;
                            }
                            cost += Budget.CostOf(item);
                            if (kept + cost > Budget.KeptBytes)
                                throw new InvalidDataException($"its items take up more than {Budget.KeptBytes >> 20} MiB of memory");
                            items.Add(value);
                        });
                        read = await reader.ReadAsync(body, token).ConfigureAwait(false);
                        if (!reader.Kind.EndsWith("List", StringComparison.Ordinal))
                            throw new JsonException($"a list was asked for, and the answer's kind is \"{reader.Kind}\"");
                        return new Page(reader.ResourceVersion, reader.Continue);
                    },
                    ct
                )
                .ConfigureAwait(false);

            if (result is not KubeResult<Page>.Ok { Value: var page })
            {
                // The continue token outlived etcd's history: only one whole list is consistent now (client-go: tools/pager
                // FullListIfExpired).
                if (result.Error!.Kind == KubeErrorKind.Expired && next.Length > 0 && !whole)
                {
                    (whole, limit, next) = (true, 0, "");
                    items.Clear();
                    places.Clear();
                    kept = 0;
                    continue;
                }
                return result.Error;
            }
            if (page.Continue.Length == 0)
                return new Listed<TItem>(items, page.ResourceVersion);
            left -= read;
            kept += cost;
            if (page.Continue == next || ++pages == Budget.Pages)
                return new KubeError(
                    KubeErrorKind.BadAnswer,
                    $"error: the list of {type.Qualified} from {Target.ServerHost} does not end: the API server sends the same page again, "
                        + $"or more than {Budget.Pages} pages"
                );
            next = page.Continue;
        }
    }

    /// <summary>The items of a typed list have no apiVersion and kind: they are added.</summary>
    private static KubeObject Whole(JsonElement item, ResourceType type)
    {
        if (item.Text("kind") is not null && item.Text("apiVersion") is not null)
            return new KubeObject(item.Clone());
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", type.ApiVersion);
            writer.WriteString("kind", type.Kind);
            foreach (var member in item.EnumerateObject().Where(member => member.Name is not ("apiVersion" or "kind")))
                member.WriteTo(writer);
            writer.WriteEndObject();
        }
        return Parse(buffer.WrittenSpan.ToArray());
    }

    // Not disposed: the element is used as long as the object, and this array does not come from a pool.
    private static KubeObject Parse(ReadOnlyMemory<byte> json) =>
        new(JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 }).RootElement);
}
