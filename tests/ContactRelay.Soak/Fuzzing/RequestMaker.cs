using System.Globalization;
using System.Text;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>Makes requests that are HTTP: some are right, most are wrong in one place or several.</summary>
internal sealed class RequestMaker(IReadOnlyList<Route> routes, Random random, TargetMaker targets, BodyMaker bodies)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "A", "X-Y"];

    private static readonly string[] ContentTypes =
    [
        "application/json; charset=utf-16", "application/json; charset=latin1", "application/merge-patch+json; charset=\"utf-8\"", "application/json;;", "text/plain",
        "application/x-ndjson", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "APPLICATION/JSON", "*/*", "\u00e9", "application/json, text/plain", ";",
    ];

    private static readonly string[] Authorizations =
        ["Bearer", "Bearer ", "Bearer wrong", "bearer demo-key", "Basic ZGVtbw==", "demo-key", "Bearer demo-key ", "Bearer \u00e9", "Bearer demo-key, Bearer demo-key"];

    private static readonly KeyValuePair<string, string>[] Oddities =
    [
        new("Expect", "100-continue"), new("Content-Encoding", "gzip"), new("Content-Encoding", "br"), new("If-Match", "*"), new("Range", "bytes=0-1"), new("Accept", "text/html"),
        new("X-Forwarded-Host", "evil.example"), new("X-Forwarded-For", "::1"), new("X-HTTP-Method-Override", "DELETE"), new("Cookie", new string('c', 20_000)),
        new("Accept-Encoding", "gzip, br"), new("Connection", "close"), new("Upgrade", "h2c"), new("Forwarded", "host=\"x\""), new("Content-Language", "xx"), new("Host", "a_b%:99999"),
        new("Host", "[::1"), new("Host", "\u00fc.example"), new("Host", "evil.example:80"),
    ];

    /// <summary>The next request.</summary>
    public FuzzRequest Next()
    {
        var route = routes[random.Next(routes.Count)];
        var tenant = targets.Tenant(route);
        var isPlain = random.Next(4) > 0;
        var method = random.Next(12) > 0 ? route.Methods[random.Next(route.Methods.Count)] : Methods[random.Next(Methods.Length)];
        var target = isPlain ? targets.Plain(route, tenant) : targets.Odd(route, tenant);
        var hasBody = method is not ("GET" or "HEAD" or "TRACE") || random.Next(30) == 0;
        var headers = Headers(route, isPlain, hasBody);

        // Kestrel refuses such headers before any function sees them.
        var isOddHead = headers.Exists(header => header.Key == "Host" || !Ascii.IsValid(header.Value));
        return new(
            route,
            method,
            target + targets.Query(),
            headers,
            !hasBody ? null : random.Next(3) == 0 ? bodies.Valid(tenant) : bodies.Any(tenant),
            isPlain && route.Methods.Contains(method) && !isOddHead);
    }

    private List<KeyValuePair<string, string>> Headers(Route route, bool isPlain, bool hasBody)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (random.Next(12) > 0)
        {
            headers.Add(new("Authorization", random.Next(12) > 0 ? $"Bearer {Subject.CallerKey}" : Authorizations[random.Next(Authorizations.Length)]));
        }

        // A path that is cut off might be that of a tenant which the other requests need, and must not be able to delete it.
        if (route.IsAdmin ? random.Next(6) > 0 : isPlain && random.Next(20) == 0)
        {
            headers.Add(new("x-functions-key", random.Next(8) > 0 ? RelayHost.AdminKey : "wrong"));
        }

        if (random.Next(5) == 0)
        {
            headers.Add(new("Idempotency-Key", random.Next(4) > 0 ? random.Next(5_000).ToString(CultureInfo.InvariantCulture) : new string('k', random.Next(8_000))));
        }

        if (hasBody && random.Next(20) > 0)
        {
            headers.Add(new("Content-Type", random.Next(5) > 0 ? "application/json" : ContentTypes[random.Next(ContentTypes.Length)]));
        }

        if (random.Next(8) == 0)
        {
            headers.Add(Oddities[random.Next(Oddities.Length)]);
        }

        return headers;
    }
}
