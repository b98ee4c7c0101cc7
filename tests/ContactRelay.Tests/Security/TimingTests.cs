using System.Reflection;
using System.Security.Cryptography;
using ContactRelay.Intake.Hooks;
using ContactRelay.LocalHost.WorkerHost;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Security;

/// <summary>
/// Keys are compared in constant time: the places that tell callers by their keys call the comparison made for that, and
/// no other place compares what is named like a secret. Neither test measures time, and the second goes by names.
/// </summary>
public sealed class TimingTests
{
    // What is compared otherwise, and may be.
    private static readonly string[] Harmless =
    [
        // Hashes of updates, which are compared within the mailbox of the contact that their caller may write to.
        "Accepting.cs: bodyHash == update.BodyHash",
        "Accepting.cs: keyHash == update.KeyHash",
        "QueueMessageHandler.cs: pending.BodyHash == hash",
        "QueueMessageHandler.cs: settled.BodyHash == hash",

        // A word of the tenant's document.
        "HookGate.cs: hook.Proof == HookProof.CallerKey",

        // What the host's own user configured, compared at the start.
        "LocalHostOptions.cs: AdminKey == DefaultAdminKey",

        // Random, made by the service for itself, and never shown.
        "Permits.cs: call.Token == token",
        "Permits.cs: call.Token == token",
        "MailboxDelivery.cs: loaded.Mailbox.Lease?.Token == token",
        "Settling.cs: mailbox.Lease?.Token != batch.Lease.Token",

        // Two readings of the service's own secret.
        "ProviderCaller.cs: fresh.Value == secret.Value",
    ];

    [Fact]
    public void Keys_of_callers_and_of_the_administrator_are_compared_in_fixed_time()
    {
        Assert.True(ComparesInFixedTime(typeof(CallerKeys), nameof(CallerKeys.Authenticate)));
        Assert.True(ComparesInFixedTime(typeof(MasterKey), nameof(MasterKey.IsIn)));
        Assert.True(ComparesInFixedTime(typeof(SignatureCheck), nameof(SignatureCheck.Run)));
        Assert.True(ComparesInFixedTime(typeof(HookGate), "IsOneOf"));
        Assert.False(ComparesInFixedTime(typeof(MasterKey), "Hash"));
    }

    [Fact]
    public void Nothing_else_that_is_named_like_a_secret_is_compared()
    {
        var found =
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            let folders = Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar)

            // The sandbox's keys are known to everybody.
            where !folders.Contains("obj") && !folders.Contains("ContactRelay.Sandbox")
            from line in File.ReadLines(file)
            from comparison in SecretComparisons.In(line)
            select $"{Path.GetFileName(file)}: {comparison}";

        Assert.Equal(Harmless.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("if (key == apiKey)")]
    [InlineData("return signature != expected;")]
    [InlineData("return computed != signature;")]
    [InlineData("hash.SequenceEqual(caller.KeySha256)")]
    [InlineData("hash.AsSpan().SequenceEqual(caller.KeySha256.Span)")]
    [InlineData("if (string.Equals(given, secret, StringComparison.Ordinal))")]
    [InlineData("caller.Key.Equals(text)")]
    public void In_comparison_of_a_secret_is_found(string line) => Assert.Single(SecretComparisons.In(line));

    [Theory]
    [InlineData("if (key == null || key.Length == 0 || signature != \"\")")]
    [InlineData("while (reader.TokenType == JsonTokenType.EndArray)")]
    [InlineData("// key == other")]
    [InlineData("CryptographicOperations.FixedTimeEquals(hash, key)")]
    [InlineData("if (name == other)")]
    public void In_anything_else_is_not(string line) => Assert.Empty(SecretComparisons.In(line));

    /// <summary>Whether the method's code refers to the comparison: a call is one byte, and the token of what is called.</summary>
    private static bool ComparesInFixedTime(Type type, string name)
    {
        const byte call = 0x28;
        var method = type.GetMethod(name, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        return Enumerable.Range(0, Math.Max(0, code.Length - 4)).Where(i => code[i] == call)
            .Any(i => Target(method.Module, BitConverter.ToInt32(code, i + 1)) is { Name: nameof(CryptographicOperations.FixedTimeEquals) } target
                && target.DeclaringType == typeof(CryptographicOperations));
    }

    private static MethodBase? Target(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token);
        }
        catch (ArgumentException)
        {
            // The byte was part of something else than a call.
            return null;
        }
    }
}
