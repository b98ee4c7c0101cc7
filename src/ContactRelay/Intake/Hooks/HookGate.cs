using System.Security.Cryptography;
using System.Text;
using ContactRelay.Tenants;

namespace ContactRelay.Intake.Hooks;

/// <summary>Tells whether a request to a hook is its sender's.</summary>
public sealed class HookGate(HookSecrets secrets, TimeProvider time)
{
    // For hooks that there are not: to look at a request for one takes as long as for one that there is.
    private static readonly byte[] NobodysKey = RandomNumberGenerator.GetBytes(32);

    /// <summary>The verdict; <paramref name="pathKey"/> is the last segment of the URL where it has one after the hook's name.</summary>
    public async Task<HookVerdict> CheckAsync(
        Tenant? tenant, Hook? hook, HookRequest request, string? pathKey, CancellationToken cancellationToken)
    {
        if (tenant is null || hook is null)
        {
            SignatureCheck.Run(HookPreset.All["tally"].Hmac, request, publicUrl: null, [NobodysKey], time.GetUtcNow());
            return HookVerdict.Refused;
        }

        if (hook.Proof == HookProof.CallerKey)
        {
            return pathKey is null && CallerKeys.Authenticate(tenant, request.Header("Authorization"))?.MayUse(hook.Name) == true
                ? HookVerdict.Verified
                : HookVerdict.Refused;
        }

        if ((hook.Proof == HookProof.Path) != pathKey is not null)
        {
            return HookVerdict.Refused;
        }

        var keys = await secrets.GetAsync(tenant, hook, cancellationToken);
        var verdict = Check(hook, request, pathKey, keys);
        if (verdict == HookVerdict.Refused && await secrets.RefreshAsync(tenant, hook, cancellationToken) is { } fresh)
        {
            keys = fresh;
            verdict = Check(hook, request, pathKey, keys);
        }

        return keys.Count == 0 ? HookVerdict.NoSecret : verdict;
    }

    private HookVerdict Check(Hook hook, HookRequest request, string? pathKey, IReadOnlyList<byte[]> keys) => hook.Hmac is { } scheme
        ? SignatureCheck.Run(scheme, request, hook.PublicUrl, keys, time.GetUtcNow())
        : IsOneOf(keys, pathKey!) ? HookVerdict.Verified : HookVerdict.Refused;

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
