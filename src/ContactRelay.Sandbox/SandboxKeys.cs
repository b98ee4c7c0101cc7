namespace ContactRelay.Sandbox;

/// <summary>The API key that each provider's stand-in expects.</summary>
public static class SandboxKeys
{
    /// <summary>Kulea's key. It holds a pound sign, as the sample key in Kulea's own documentation does.</summary>
    public const string Kulea = "kulea-£-sandbox-key";

    /// <summary>Bosscart's bearer key.</summary>
    public const string Bosscart = "bosscart-sandbox-key";

    /// <summary>CampaignLark's bearer key.</summary>
    public const string CampaignLark = "campaignlark-sandbox-key";

    /// <summary>The user name of Everlytic's Basic authentication, REST and XML-RPC alike.</summary>
    public const string EverlyticUsername = "sandbox";

    /// <summary>Everlytic's API key, the password of its Basic authentication.</summary>
    public const string Everlytic = "everlytic-sandbox-key";
}
