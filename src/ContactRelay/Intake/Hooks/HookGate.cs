using System.Security.Cryptography;
using System.Text;
using ContactRelay.Tenants;

namespace ContactRelay.Intake.Hooks;

/// <summary>The names in the URL of a hook, which may not exist.</summary>
/// <param name="Tenant">The tenant's id.</param>
/// <param name="Hook">The hook's name.</param>
public readonly record struct HookName(string Tenant, string Hook);

/// <summary>Tells whether a request to a hook is its sender's.</summary>
public sealed class HookGate(HookSecrets secrets, TimeProvider time)
{
    /// <summary>As many keys as most hooks have at most, that is while one is rotated: so many are always tried.</summary>
    private const int Keys = 2;

    private static readonly byte[] NobodysKey = RandomNumberGenerator.GetBytes(32);
    private static readonly HmacScheme NobodysScheme = HookPreset.All["tally"].Hmac;

    /// <summary>
    /// The verdict on a request to the hook of this name; <paramref name="pathKey"/> is the last segment of the URL if it
    /// has one after the hook's name. A tenant or a hook that does not exist goes the same steps as a hook that the request
    /// does not open, so that the time until the answer does not tell which of them exist.
    /// </summary>
    public async Task<HookVerdict> CheckAsync(
        HookName name, Tenant? tenant, HookRequest request, string? pathKey, CancellationToken cancellationToken)
    {
        var hook = tenant?.Hooks.GetValueOrDefault(name.Hook);
        var caller = CallerKeys.Authenticate(tenant, request.Header("Authorization"));
        if (tenant is null || hook is null || hook.Proof == HookProof.CallerKey || (hook.Proof == HookProof.Path) != pathKey is not null)
        {
            var mayUse = hook is { Proof: HookProof.CallerKey } && pathKey is null && caller?.MayUse(name.Hook) == true;
            Check(null, request, pathKey, []);
            if (!mayUse && await secrets.PretendAsync(name, pathKey is not null, cancellationToken))
            {
                Check(null, request, pathKey, []);
            }

            return mayUse ? HookVerdict.Verified : HookVerdict.Refused;
        }

        var (keys, isFresh) = await secrets.GetAsync(tenant, hook, cancellationToken);
        var verdict = Check(hook, request, pathKey, keys);
        if (verdict == HookVerdict.Refused && await secrets.RefreshAsync(tenant, hook, isFresh, cancellationToken) is { } fresh)
        {
            keys = fresh;
            verdict = Check(hook, request, pathKey, keys);
        }

        return keys.Count == 0 ? HookVerdict.NoSecret : verdict;
    }

    /// <summary>Holds the signature and the last segment of the URL against the keys, whichever of the two it is that the hook goes by.</summary>
    private HookVerdict Check(Hook? hook, HookRequest request, string? pathKey, IReadOnlyList<byte[]> keys)
    {
        byte[][] all = [.. keys, .. Enumerable.Repeat(NobodysKey, Math.Max(0, Keys - keys.Count))];
        var signed = SignatureCheck.Run(hook?.Hmac ?? NobodysScheme, request, hook?.PublicUrl, all, time.GetUtcNow());
        var isOne = IsOneOf(all, pathKey ?? "");
        return hook?.Hmac is not null ? signed : isOne && hook is not null ? HookVerdict.Verified : HookVerdict.Refused;
    }

    /// <summary>By hashes, which have one length, so that not even that of a secret shows.</summary>
    private static bool IsOneOf(IReadOnlyList<byte[]> keys, string sent)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sent));
        var isOne = false;
        foreach (var key in keys)
        {
            isOne |= CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(key));
        }

        return isOne;
    }
}
